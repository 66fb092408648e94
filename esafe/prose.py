"""Limited HTML: what staff may write and readers may get. Pure: no Django.

Cleaned when it is saved and again when an edition is built (requirement R46).
"""

import re

import nh3

LARGEST = 100_000
DEEPEST = 40
TAGS = frozenset({"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "br"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link"})
_EMPTY = re.compile(r"<(p|h3|h4|li|ul|ol|blockquote)>\s*</\1>")
_POINT = re.compile(r"<p>(?:\s|&nbsp;)*[·•▪](?:\s|&nbsp;)+(.*?)</p>\s*", re.S)
_POINTS = re.compile(f"(?:{_POINT.pattern})+", re.S)
_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}},
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel=None,
)


class TooMuchHtml(ValueError):
    """The text is too long or nested too deeply to be cleaned safely (R47). Says which."""


def clean(html: str) -> str:
    """``html`` with nothing but the tags and links above. Raises TooMuchHtml."""
    html = html.replace("\r\n", "\n")
    if len(html) > LARGEST:
        raise TooMuchHtml(f"This text is longer than {LARGEST:,} characters. Please make two of it.")
    if _depth(html) > DEEPEST:
        raise TooMuchHtml("This text has lists inside lists too deeply. Please paste it as plain text.")
    cleaned = _cleaner.clean(html)
    return _EMPTY.sub("", cleaned).strip()


def points_as_lists(html: str) -> str:
    """Paragraphs that begin with a dot, as Word writes points, as a list. ``html`` is clean."""
    return _POINTS.sub(lambda run: "<ul>" + _POINT.sub(r"<li>\1</li>", run[0]) + "</ul>", html)


def _depth(html: str) -> int:
    """How deeply tags are nested at most; unclosed ones count, as nh3 must hold them too (M18)."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
