"""Writes a text as a .docx: WordprocessingML from templates, in a zip. What a letter needs, and no more."""

import datetime
import io
import zipfile
from dataclasses import dataclass

from django.template.loader import render_to_string

from guidance.schools import paragraphs

FOLDER = "guidance/schools/docx/"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same text is the same file


@dataclass(frozen=True)
class Relationship:
    id: str
    type: str
    target: str
    is_outside: bool = False


def document(html: str, *, title: str, creator: str, modified: datetime.datetime) -> bytes:
    """The file for a text in HTML of h1, h2, p, ul, li, br and a."""
    text = paragraphs.read(html)
    own = [
        Relationship("styles", f"{_OFFICE}styles", "styles.xml"),
        Relationship("numbering", f"{_OFFICE}numbering", "numbering.xml"),
    ]
    outside = [Relationship(name, f"{_OFFICE}hyperlink", to, True) for to, name in text.links.items()]
    whole = [
        Relationship("document", f"{_OFFICE}officeDocument", "word/document.xml"),
        Relationship("core", f"{_PACKAGE}core-properties", "docProps/core.xml"),
    ]
    about = {"title": title, "creator": creator, "modified": modified}
    return _zipped(
        {
            "[Content_Types].xml": _part("content_types"),
            "_rels/.rels": _part("relationships", relationships=whole),
            "docProps/core.xml": _part("core", **about),
            "word/document.xml": _part("document", paragraphs=text.paragraphs),
            "word/_rels/document.xml.rels": _part("relationships", relationships=[*own, *outside]),
            "word/styles.xml": _part("styles"),
            "word/numbering.xml": _part("numbering"),
        }
    )


def _part(name: str, **values: object) -> str:
    return render_to_string(f"{FOLDER}{name}.xml", values)


def _zipped(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return file.getvalue()
