"""Headers that Django has no setting for: one table. Source: requirements, header matrix 3.1."""

from collections.abc import Iterable
from typing import Final
from wsgiref.headers import Headers

PERMISSIONS_DENIED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "unload",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)


def _denied(names: Iterable[str]) -> str:
    return ", ".join(f"{name}=()" for name in names)


# The admin's own scripts still listen for "unload".
STAFF_PERMISSIONS: Final = _denied(name for name in PERMISSIONS_DENIED if name != "unload")
EVERY_ANSWER: Final = {
    "Permissions-Policy": _denied(PERMISSIONS_DENIED),
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What the browser keeps after a visit is what someone else may find on the device (D3).
NOT_KEPT: Final = "no-store"


# Django sets these below us, but not on an answer that is made above its own middleware.
PAGE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATIC_FILE: Final = {
    **EVERY_ANSWER,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def of_static_file(headers: Headers, path: str, url: str) -> None:
    """Complete the headers of one of WhiteNoise's files; it answers above the other middleware."""
    for name, value in STATIC_FILE.items():
        headers[name] = value
