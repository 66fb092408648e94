"""The site's own drawings and its QR codes, as SVG for paper."""

import io
import re

from django.template.loader import render_to_string

LINE, ON_NIGHT, LIGHT = "#2c1733", "#fdf3e1", "#ffc766"
_SVG = re.compile(r"<svg.*?</svg>", re.S)


def drawing(name: str, line: str = LINE) -> str:
    """A drawing of components/picture.html, with its lines in a colour. "" when there is none of that name."""
    found = _SVG.search(render_to_string("components/picture.html", {"name": name}))
    if found is None:
        return ""
    paper = "#33193d" if line == ON_NIGHT else "#ffffff"
    style = f"<style>.picture__paper{{fill:{paper}}}.picture__shade{{fill:#fff3dc}}</style>"
    start = f'<svg xmlns="http://www.w3.org/2000/svg" fill="{LIGHT}" '
    return found[0].replace("<svg ", start, 1).replace(">", f">{style}", 1).replace("currentColor", line)


def qr_code(url: str, scale: int = 1) -> str:
    """A QR code with the quiet zone that readers of it ask for. ``M``: a fold or a stain does no harm.

    ``scale`` is how many px a module is wide, where nothing else says how large it is.
    """
    import segno

    written = io.BytesIO()
    segno.make(url, error="m", boost_error=False, micro=False).save(
        written, kind="svg", border=4, xmldecl=False, scale=scale, dark="#000", light="#fff"
    )
    return written.getvalue().decode()


def picture_of(group: str, picture: str) -> str:
    """Which drawing stands on a page of advice (templates/guidance/page.html)."""
    return picture or {"talk": "cups", "happened": "phone", "after": "umbrella"}.get(group, "path")
