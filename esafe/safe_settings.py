"""What makes settings from the environment unsafe in production. Pure: no Django.

Source of the rules: requirement R61; Django's deployment checklist.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

SHORTEST_SECRET = 50


def unsafe(environ: Mapping[str, str], secret_key: str, allowed_hosts: list[str]) -> Iterator[str]:
    """What must be mended before production may start: one sentence each, naming the setting."""
    if environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        yield "DEBUG must not be on: error pages would show the inside of the site."
    if len(secret_key) < SHORTEST_SECRET or len(set(secret_key)) < 10:
        yield f"SECRET_KEY must be random and have at least {SHORTEST_SECRET} characters."
    site = urlsplit(environ.get("SITE_URL", ""))
    if site.scheme != "https" or not site.hostname:
        yield "SITE_URL must be the https address that readers use, such as https://help.example.org."
    if not allowed_hosts or any("*" in host or host.startswith(".") for host in allowed_hosts):
        yield "ALLOWED_HOSTS must name each host exactly, without * or a leading dot."
    if not environ.get("TRUSTED_PROXY"):
        yield "TRUSTED_PROXY must be the address of the proxy in front, such as 127.0.0.1."
