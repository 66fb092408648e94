"""Sets a sheet as a PDF that is tagged for screen readers (PDF/UA-1).

What a school typed goes to the design as data, never as markup. Its letters are those of FiraGO: Latin,
Greek, Cyrillic, Arabic with Urdu, Hebrew, Thai, Georgian and Devanagari.
"""

import datetime
import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

Form = Literal["pdf", "svg", "png"]
DESIGNS = Path(__file__).resolve().parent / "designs"
FONTS = {"FiraGO-Regular.otf": "figo", "FiraGO-Bold.otf": "figbo"}
# A server process has eight threads (esafe/gunicorn.py). One sets a sheet and others wait for their turn;
# two are left for readers, whatever is printed.
AT_ONCE = 6
# Well under what a proxy and the self-test of a school's network wait for.
PATIENCE = 10  # seconds
_places = threading.BoundedSemaphore(AT_ONCE)
_turn = threading.Lock()


class Busy(Exception):
    """As many sheets are being made as may be; please try again."""


class NoSuchLetter(Exception):
    """The typeface has no shape for a letter that was typed."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait until nobody else sets a sheet. Raises Busy when too many wait already, or it takes too long."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()


def made(data: dict[str, Any], form: Form = "pdf") -> bytes:
    """What ``data`` describes, as "pdf", "svg" or "png": for whoever has the turn.

    Raises NoSuchLetter for words that cannot be printed.
    """
    return bytes(compiled(data, form))


def compiled(data: dict[str, Any], form: Form = "pdf") -> Any:
    """One PDF as bytes; or, with ``form`` "svg" or "png", a picture of each page."""
    import typst  # 80 MB of program: only for whoever prints

    day = datetime.datetime.fromisoformat(data["published"]).replace(tzinfo=datetime.UTC)
    language, _, region = settings.LANGUAGE_CODE.partition("-")
    try:
        return typst.compile(
            str(DESIGNS / "sheet.typ"),
            root=str(DESIGNS),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=form,
            sys_inputs={"data": json.dumps(data), "language": language, "region": region},
            pdf_standards=["ua-1"] if form == "pdf" else [],
            timestamp=day,
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise NoSuchLetter from None
        raise


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


def font_folder() -> Path:
    """The folder with the typeface, which is unpacked once from its package."""
    folder = settings.VAR_DIR / "fonts"
    if all((folder / name).exists() for name in FONTS):
        return Path(folder)
    import pymupdf_fonts  # type: ignore[import-untyped]

    folder.mkdir(parents=True, exist_ok=True)
    for name, code in FONTS.items():
        _write(folder / name, pymupdf_fonts.myfont(code))
    return Path(folder)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: another process may be doing the same."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
