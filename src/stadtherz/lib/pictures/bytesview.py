"""Walk the containers of picture files: JPEG segments, PNG chunks, box headers, all bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX, _START_OF_SCAN = 0xFF, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Segment:
    """One JPEG marker segment: its marker's second byte and where its content lies."""

    marker: int
    start: int
    end: int


def jpeg_segments(data: bytes) -> Iterator[Segment]:
    """Yield the marker segments before the pixels, start of scan included.

    Stops silently where the structure breaks; the caller sees what is missing.
    Source: ITU-T T.81, annex B.1.
    """
    at = 2
    while at + 4 <= len(data):
        if data[at] != _PREFIX:
            return
        marker = data[at + 1]
        if marker == _PREFIX:  # fill byte
            at += 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):  # noqa: PLR2004 -- the length counts itself
            return
        yield Segment(marker, at + 4, end)
        if marker == _START_OF_SCAN:
            return
        at = end


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of each complete PNG chunk (W3C PNG 3, clause 5.3)."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + length
        if end + 4 > len(data):
            return
        yield data[at + 4 : at + 8], at + 8, end
        at = end + 4
