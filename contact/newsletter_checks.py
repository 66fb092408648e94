"""What is found in a newsletter while it is written: what somebody else might see on a shared screen (R94)."""

import re
from typing import Final

from django.utils.translation import gettext as _

from contact import neutral
from guidance.text_checks import Finding

LINK: Final = re.compile(r"https?:|www\.|\S@\S", re.IGNORECASE)


def findings(name: str, value: str) -> list[Finding]:
    """What is to be thought about in one field, by its name."""
    seen = {"subject": value, "words": neutral.first_line(value)}.get(name, "")
    words = neutral.alarming_in(seen)
    if not words:
        return []
    quoted = ", ".join(f"“{word}”" for word in words)
    text = _("Others may see this beside the inbox, on a phone that a family shares: %s. Could it say less?")
    return [Finding(text % quoted, stops=False)]
