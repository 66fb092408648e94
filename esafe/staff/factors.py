"""The second factor: secrets are kept encrypted, and the picture to scan obeys our policy (R33)."""

from typing import ClassVar, Final

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esafe import live
from esafe.encryption import box

_PURPOSE: Final = "esafe second factors"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or was used before. Please try the next one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return box(_PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(_PURPOSE).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Part of the page: a picture in its address is forbidden by our policy."""
        drawn: str = segno.make(url, error="m").svg_inline(omitsize=True, title=_("QR code"), svgclass="qr")
        return drawn

    def _get_site_name(self) -> str:
        return live.store.current().content.site["site"].name

    def generate_authenticator_name(self, user: object, type: object) -> str:
        return _("Passkey")
