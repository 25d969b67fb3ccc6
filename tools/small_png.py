"""Makes a screenshot small: at most 256 colours, each pixel the nearest of them.

A screen has few colours and many steps between letter and paper; the commonest are kept. Plain
Python: a picture takes some seconds, and needs no library.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
CHANNELS = {2: 3, 6: 4}
"""Bytes a pixel, by the colour types a browser writes: with and without transparency."""

Colour = tuple[int, int, int]


def smaller(png: bytes) -> bytes:
    """Give the same picture with a palette; raises ValueError for a PNG no browser writes."""
    width, height, rows = _pixels(png)
    lines = [[(r, g, b) for r, g, b, *_ in zip(*_split(row), strict=True)] for row in rows]
    counted = Counter(colour for line in lines for colour in line)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    place = {colour: number for number, colour in enumerate(palette)}
    for colour in counted:
        if colour not in place:
            place[colour] = _nearest(colour, palette)
    raw = b"".join(b"\0" + bytes(place[colour] for colour in line) for line in lines)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    parts = (
        (b"IHDR", header),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(raw, 9)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    red, green, blue = colour
    return min(
        range(len(palette)),
        key=lambda n: (
            2 * (palette[n][0] - red) ** 2
            + 4 * (palette[n][1] - green) ** 2
            + 3 * (palette[n][2] - blue) ** 2
        ),
    )


def _split(row: tuple[bytes, int]) -> list[bytes]:
    line, channels = row
    return [line[channel::channels] for channel in range(channels)]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixels(png: bytes) -> tuple[int, int, Iterator[tuple[bytes, int]]]:
    chunks = dict[bytes, bytes]()
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += length + 12
    width, height, depth, colour_type, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or colour_type not in CHANNELS:  # noqa: PLR2004 - bits a channel
        message = "only pictures of 8 bits a channel, without a palette"
        raise ValueError(message)
    channels = CHANNELS[colour_type]
    raw = zlib.decompress(chunks[b"IDAT"])
    return width, height, _unfiltered(raw, width * channels, channels)


def _unfiltered(raw: bytes, length: int, channels: int) -> Iterator[tuple[bytes, int]]:
    """Undo the filters of PNG (its section 9), line by line."""
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        line = bytearray(raw[start + 1 : start + 1 + length])
        _undo(raw[start], line, above, channels)
        yield bytes(line), channels
        above = line


def _undo(kind: int, line: bytearray, above: bytearray, channels: int) -> None:
    for at in range(len(line) if kind else 0):
        left = line[at - channels] if at >= channels else 0
        corner = above[at - channels] if at >= channels else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))
        line[at] = (line[at] + guess[kind]) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))
