"""The starter content that we ship: ``content/``, one readable file per item. Pure: no Django.

``python -m esafe.starter`` checks the folder: shape, references, words and reading age.
"""

import dataclasses
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from esafe.content import KINDS
from esafe.item import Item
from guidance import readability, wording

FOLDER = Path(__file__).resolve().parent.parent / "content"
FOLDERS = {
    "pages": "page",
    "news": "news",
    "services": "service",
    "actions": "action",
    "situations": "situation",
}


@dataclass(frozen=True)
class Starter:
    """An item of the starter content, with the notes that only editors see."""

    kind: str
    item: Item
    editor: dict[str, Any]


class BadContent(Exception):
    """A file of the starter content does not hold what its kind needs; says which and why."""


def load(folder: Path = FOLDER) -> list[Starter]:
    """Every item in ``folder``. Raises BadContent, naming the file."""
    return [entry for path in sorted(folder.rglob("*.toml")) for entry in _read(path, folder)]


def _read(path: Path, folder: Path) -> Iterator[Starter]:
    """A file in a folder is one item; a file on top holds one site or a list of small items."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.parent != folder:
            yield _entry(FOLDERS[path.parent.name], data)
            return
        for kind, rows in data.items():
            for row in rows if isinstance(rows, list) else [rows]:
                yield _entry(kind, row)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
        raise BadContent(f"{path}: {error}") from error


def _entry(kind: str, data: dict[str, Any]) -> Starter:
    editor = data.pop("editor", {})
    unknown = data.keys() - {field.name for field in dataclasses.fields(KINDS[kind])}
    if unknown:
        raise KeyError(f"unknown: {', '.join(sorted(unknown))}")
    return Starter(kind, msgspec.convert(_stripped(data), KINDS[kind]), editor)


def _stripped(value: Any) -> Any:
    """Texts without the line breaks that a block of text in a file begins and ends with."""
    if isinstance(value, dict):
        return {name: _stripped(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def words_to_mend(entry: Starter) -> Iterator[str]:
    """What a reader would stumble over in one item, as sentences for its writer."""
    texts = list(wording.reader_texts(msgspec.to_builtins(entry.item)))
    for text in texts:
        for found, instead in (*wording.to_avoid(text), *wording.unsafe_advice(text)):
            yield f"avoid “{found}”: {instead}"
        for sentence in readability.long_sentences(text):
            yield f"longer than {readability.LONGEST_SENTENCE} words: {sentence}"
    age = readability.reading_age("\n".join(texts))
    if age is not None and age > readability.OLDEST_READING_AGE:
        yield f"reading age {age}, aim for 9 to 11 (at most {readability.OLDEST_READING_AGE})"


def main() -> int:
    problems = 0
    for entry in load():
        for problem in words_to_mend(entry):
            problems += 1
            print(f"{entry.kind} {entry.item.key}: {problem}")
    print(f"{problems} to mend")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
