"""A password is not made of our own words (R35)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_OURS = ("esafe", "safeguarding", "childline", "nspcc", "ceop", "charity", "school", "police", "password")
_LEAST_ELSE = 8


class NotOurWords:
    """Refuses a password that is little but words which anyone would try here first."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError when fewer than 8 letters and digits are left without them."""
        rest = re.sub("|".join(_OURS), "", password.lower())
        if rest != password.lower() and len(re.sub(r"[\W_]|\d{4}", "", rest)) < _LEAST_ELSE:
            raise ValidationError(self.get_help_text(), code="password_of_our_words")

    def get_help_text(self) -> str:
        return _("Please do not build it on the words of this work, such as “esafe” or “safeguarding”.")
