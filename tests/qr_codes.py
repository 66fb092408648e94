"""Reads QR codes off a picture, as a telephone does."""

import struct
import zlib

import zxingcpp

BYTES = {0: 1, 2: 3, 6: 4}  # of a pixel, by the colour type of a PNG


def texts(png: bytes) -> list[str]:
    """What the codes in a picture say."""
    width, height, grey = _grey(png)
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", shape=[height, width]))
    return [code.text for code in found]


def levels(png: bytes) -> set[str]:
    """How much of each code may be spoilt: L, M, Q or H."""
    width, height, grey = _grey(png)
    return {c.ec_level for c in zxingcpp.read_barcodes(memoryview(grey).cast("B", shape=[height, width]))}


def _grey(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and one byte a pixel of a PNG with eight bits a colour."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            width, height, _depth, colour = struct.unpack(">IIBB", png[at + 8 : at + 18])
        if kind == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    step = BYTES[colour]
    return width, height, _rows(zlib.decompress(packed), width * step, height, step)


def _rows(raw: bytes, length: int, height: int, step: int) -> bytes:
    before, seen = bytearray(length), bytearray()
    for number in range(height):
        start = number * (length + 1)
        row = bytearray(raw[start + 1 : start + 1 + length])
        _unfilter(raw[start], row, before, step)
        seen += row[step > 1 :: step]  # green, where there are colours
        before = row
    return bytes(seen)


def _unfilter(kind: int, row: bytearray, before: bytearray, step: int) -> None:
    """Each byte of a PNG is kept as what it differs by from its neighbours."""
    for i in range(len(row)) if kind else ():
        left, corner = (row[i - step], before[i - step]) if i >= step else (0, 0)
        above = before[i]
        if kind == 4:
            guess = left + above - corner
            near = min((left, above, corner), key=lambda near: abs(guess - near))
        else:
            near = (left, above, (left + above) // 2)[kind - 1]
        row[i] = (row[i] + near) & 255
