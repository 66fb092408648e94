"""What makes settings from the environment unsafe in production. Pure: no Django.

Source of the rules: requirement R61; Django's deployment checklist.
"""

import ipaddress
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 50


def yes_or_no(name: str, value: str) -> bool:
    """A switch. Raises ValueError for a word that is neither, rather than guess what it meant."""
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError(f"{name} must be true or false, not “{value}”.")


def one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    """One of a few words. Raises ValueError for any other."""
    if value in choices:
        return value
    raise ValueError(f"{name} must be one of {', '.join(choices)}, not “{value}”.")


def unsafe(
    environ: Mapping[str, str],
    secret_key: str,
    address_keys: list[str],
    allowed_hosts: list[str],
    database: Mapping[str, Any],
    debug: bool,
) -> Iterator[str]:
    """What must be mended before production may start: one sentence each, naming the setting.

    ``database`` is one of Django's DATABASES.
    """
    if debug:
        yield "DEBUG must not be on: error pages would show the inside of the site."
    yield from _weak("SECRET_KEY", [secret_key])
    yield from _weak("ADDRESS_KEY", address_keys)
    site = urlsplit(environ.get("SITE_URL", ""))
    if site.scheme != "https" or not site.hostname:
        yield "SITE_URL must be the https address that readers use, such as https://help.example.org."
    elif site.netloc.rpartition("@")[1] or site.path.strip("/") or site.query or site.fragment:
        yield "SITE_URL must be https:// and the host alone, without a path or a name before an @."
    own = urlsplit(environ.get("STAFF_URL", "")) if environ.get("ROLE") == "staff" else site
    if not allowed_hosts or any("*" in host or host.startswith(".") for host in allowed_hosts):
        yield "ALLOWED_HOSTS must name each host exactly, without * or a leading dot."
    elif own.hostname and own.hostname not in allowed_hosts:
        yield "ALLOWED_HOSTS must hold the host of SITE_URL, or for ROLE=staff that of STAFF_URL."
    if own is not site and own.scheme != "https":
        yield "STAFF_URL must be an https address, such as https://staff.example.org."
    if not _are_addresses(environ.get("TRUSTED_PROXY", "")):
        yield "TRUSTED_PROXY must be the address of the proxy in front, such as 127.0.0.1."
    if database["ENGINE"].endswith("sqlite3") and _is_open_to_others(Path(database["NAME"])):
        yield f"DATABASE_URL must name a file that nobody else can read: chmod 600 {database['NAME']}"


def _weak(name: str, keys: list[str]) -> Iterator[str]:
    if not all(map(_is_random, keys)):
        yield f"{name} must be random and have at least {SHORTEST_SECRET} characters."


def _is_random(secret_key: str) -> bool:
    made_for_a_trial = secret_key.startswith("django-insecure-")
    return len(secret_key) >= SHORTEST_SECRET and len(set(secret_key)) >= 10 and not made_for_a_trial


def _are_addresses(value: str) -> bool:
    """Whether these are addresses or networks, and none of them is everybody."""
    try:
        return all(ipaddress.ip_network(part.strip()).prefixlen for part in value.split(","))
    except ValueError:
        return False


def _is_open_to_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & stat.S_IRWXO)
