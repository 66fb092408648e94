"""The second factor: secrets are kept encrypted, and the picture to scan obeys our policy (R33)."""

import base64
from typing import ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esafe import live


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or was used before. Please try the next one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Part of the page: a picture in its address is forbidden by our policy."""
        drawn: str = segno.make(url, error="m").svg_inline(omitsize=True, title=_("QR code"), svgclass="qr")
        return drawn

    def _get_site_name(self) -> str:
        return live.store.current().content.site["site"].name

    def generate_authenticator_name(self, user: object, type: object) -> str:
        return _("Passkey")


def _box() -> MultiFernet:
    """A new SECRET_KEY reads what was kept under the ones before it (SECRET_KEY_FALLBACKS)."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"esafe second factors")
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
