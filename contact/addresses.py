"""What is left of an e-mail address once it is forgotten: a keyed hash, which only this site can compare."""

import contextlib

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

_SALT = "contact.addresses"


def normal(email: str) -> str:
    """The address as we keep and compare it: small letters, and its domain as mail servers know it (xn--…)."""
    name, at, domain = email.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):  # no domain that can be: it stays as it was typed
        domain = punycode(domain)
    return f"{name}{at}{domain}"


def digest(email: str, key: str | None = None) -> str:
    """64 hexadecimal digits. ``key`` is a secret key of this site; the newest unless told."""
    return salted_hmac(_SALT, normal(email), secret=key or _keys()[0], algorithm="sha256").hexdigest()


def digests(email: str) -> list[str]:
    """Its hashes under every secret key that this site still knows, the newest first."""
    return [digest(email, key) for key in _keys()]


def _keys() -> list[str]:
    """Keys of addresses alone come first: they outlive a SECRET_KEY that got out."""
    return [*settings.ADDRESS_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
