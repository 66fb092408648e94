"""What a browser is called, from what it says of itself. Pure."""

from typing import Final

# The first that is found counts: most say that they are several.
BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def in_words(user_agent: str) -> str:
    """For example “Firefox, Windows”; all that it says when neither is known."""
    found = (
        next((name for sign, name in table.items() if sign in user_agent), "")
        for table in (BROWSERS, DEVICES)
    )
    return ", ".join(filter(None, found)) or user_agent
