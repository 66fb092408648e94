"""Line breaks, which browsers send as two characters. Pure: no Django."""


def as_one(text: str) -> str:
    """``text`` with one character between its lines, whoever wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
