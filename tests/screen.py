"""A screen with a keyboard and a mouse of its own (Xvfb, xdotool), for what no headless browser shows.

Keys arrive as a person's do, through the browser's own handling of them, and the picture is what
would be seen: whatever is painted, for however short a time.
"""

import mmap
import os
import struct
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 1000, 760
ROWS_APART = 8  # a look at every row takes longer than a frame is shown
IN_A_ROW = 8  # pixels: a drawing or a letter may have any colour, but not so many side by side


@dataclass
class Watch:
    """What was seen of some colours: in how many looks, and how often they came back after they had gone."""

    looks: int = 0
    seen: int = 0
    returns: int = 0
    last_seen: float = 0.0
    was_seen: bool = True

    def note(self, seen: bool) -> None:
        self.looks += 1
        self.seen += seen
        self.returns += seen and not self.was_seen
        self.was_seen = seen
        if seen:
            self.last_seen = time.monotonic()


class Screen:
    """One display. ``top`` is the first row of pixels that belongs to the page, not to the browser."""

    def __init__(self, display: str, picture: mmap.mmap) -> None:
        self.environ = {**os.environ, "DISPLAY": display}
        self.picture = picture
        header = struct.unpack(">25I", picture[:100])
        self.row = header[12]
        self.start = header[0] + header[19] * 12
        self.top = 0

    def do(self, *command: str) -> str:
        """One command of xdotool, such as ``key Escape``, and what it says."""
        done = subprocess.run(["xdotool", *command], env=self.environ, check=True, capture_output=True)
        return done.stdout.decode().strip()

    def press(self, key: str, times: int = 1, apart: int = 50) -> None:
        """Press a key, with so many milliseconds from one press to the next."""
        self.do("key", "--delay", str(apart), *[key] * times)

    def move(self, x: float, y: float) -> None:
        """Put the mouse on a point of the page."""
        self.do("mousemove", str(round(x)), str(round(y + self.top)))

    def title(self) -> str:
        """What the window is called, which is what the tab is called."""
        return self.do("getwindowname", self.do("search", "--onlyvisible", "--name", ".").split()[-1])

    def shows(self, *colours: str) -> bool:
        """Whether the page has one of the colours (``#rrggbb``) somewhere, in more than a speck."""
        rows = self._some_rows()
        return any(_has(rows, bytes.fromhex(colour[1:])[::-1] * IN_A_ROW) for colour in colours)

    def _some_rows(self) -> bytes:
        first = self.start + self.top * self.row
        beginnings = range(first, self.start + HEIGHT * self.row, ROWS_APART * self.row)
        rows = bytearray().join(self.picture[at : at + self.row] for at in beginnings)
        del rows[3::4]  # the fourth byte of a pixel means nothing
        return rows

    def wait(self, what, seconds: float = 30, why: str = "") -> None:
        """Until ``what()`` is true."""
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, why or "it did not happen"
            time.sleep(0.002)

    def wait_until_it_shows(self, *colours: str) -> None:
        self.wait(lambda: self.shows(*colours), why=f"{colours} was never seen")

    @contextmanager
    def watching(self, *colours: str):
        """Look all the time whether one of the colours is seen."""
        watch = Watch()
        stopped = threading.Event()

        def look() -> None:
            while not stopped.is_set():
                watch.note(self.shows(*colours))
                time.sleep(0.002)

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield watch
        finally:
            stopped.set()
            watcher.join()


def _has(rows: bytes, pixels: bytes) -> bool:
    at = rows.find(pixels)
    while at >= 0 and at % 3:
        at = rows.find(pixels, at + 1)
    return at >= 0


@contextmanager
def screen(folder: Path):
    """Start one, on a display that is free; its picture is a file in ``folder``."""
    told, tell = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    try:
        with os.fdopen(told) as answer:
            display = f":{answer.readline().strip()}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        yield Screen(display, picture)
    finally:
        server.terminate()
        server.wait(timeout=30)
