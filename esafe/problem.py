"""What is to be mended before publishing, as staff read it. Pure: no Django."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in which item, and what to do about it.

    With one that ``stops_preview`` the pages cannot even be shown.
    """

    kind: str
    key: str
    text: str
    stops_preview: bool = False

    def __str__(self) -> str:
        return f"{self.kind} “{self.key}”: {self.text}"
