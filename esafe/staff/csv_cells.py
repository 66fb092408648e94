"""Cells that no spreadsheet takes for a formula (R50)."""

_STARTS = tuple("=+-@\t\r\n\0|%＝＋－＠")


def safe(cell: str) -> str:
    """``cell`` with an apostrophe before whatever might start a formula, also after spaces."""
    text = cell.replace("\0", "")
    return f"'{text}" if cell.startswith(_STARTS) or text.lstrip().startswith(_STARTS) else text
