"""Read TIFF directories, the container of EXIF, without trusting a single offset.

Source: TIFF 6.0 section 2; EXIF 2.32 (JEITA CP-3451E) clause 4.6.
"""

from __future__ import annotations

import math
import struct

Value = int | float | bytes | str
Tags = dict[int, tuple[Value, ...]]

MAX_ENTRIES = 400
MAX_BYTES = 1 << 20
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_CODES = {3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}


class TiffFormatError(ValueError):
    """The bytes are no TIFF structure; inside this room only."""


class Tiff:
    """A TIFF structure over bytes, with offsets counted from their start."""

    def __init__(self, data: bytes) -> None:
        if data[:4] not in (b"II*\0", b"MM\0*") or len(data) < 8:  # noqa: PLR2004 -- header
            raise TiffFormatError("no TIFF header")
        self.data = data
        self.order = "<" if data[:1] == b"I" else ">"

    def directory_at_start(self) -> Tags:
        """Return the tags of the first directory."""
        return self.directory(self._u32(4))

    def next_directory(self, at: int) -> int:
        """Return the offset of the directory that follows the one at ``at``; 0 when none."""
        return self._u32(at + 2 + 12 * self._u16(at))

    def first_offset(self) -> int:
        """Return the offset of the first directory."""
        return self._u32(4)

    def directory(self, at: int) -> Tags:
        """Return the tags of the directory at an offset; unreadable entries are left out.

        Raises TiffFormatError when the directory itself lies outside the data.
        """
        count = self._u16(at)
        tags: Tags = {}
        for index in range(min(count, MAX_ENTRIES)):
            entry = at + 2 + 12 * index
            if entry + 12 > len(self.data):
                break
            tag, kind, number_of = struct.unpack_from(self.order + "HHI", self.data, entry)
            values = self._values(entry + 8, kind, number_of)
            if values is not None:
                tags[tag] = values
        return tags

    def _values(self, field: int, kind: int, count: int) -> tuple[Value, ...] | None:
        size = _SIZES.get(kind, 0) * count
        if size == 0 or size > MAX_BYTES:
            return None
        start = field if size <= 4 else self._u32(field)  # noqa: PLR2004 -- inline up to 4 bytes
        raw = self.data[start : start + size]
        if len(raw) < size:
            return None
        if kind == 2:  # noqa: PLR2004 -- ASCII
            return (raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip(),)
        if kind in (1, 7):
            return tuple(raw) if kind == 1 else (raw,)
        if kind in (5, 10):
            parts = struct.unpack(f"{self.order}{count * 2}{'I' if kind == 5 else 'i'}", raw)  # noqa: PLR2004 -- RATIONAL
            pairs = zip(parts[::2], parts[1::2], strict=True)
            return tuple(top / bottom if bottom else math.nan for top, bottom in pairs)
        return struct.unpack(f"{self.order}{count}{_CODES[kind]}", raw)

    def _u16(self, at: int) -> int:
        return self._unsigned(at, 2)

    def _u32(self, at: int) -> int:
        return self._unsigned(at, 4)

    def _unsigned(self, at: int, size: int) -> int:
        if at < 0 or at + size > len(self.data):
            raise TiffFormatError("offset outside the data")
        raw = self.data[at : at + size]
        return int.from_bytes(raw, "little" if self.order == "<" else "big")


def number(values: tuple[Value, ...] | None) -> float | None:
    """Return the first value as a number, None when there is none; may be NaN."""
    return float(values[0]) if values and isinstance(values[0], (int, float)) else None


def text(values: tuple[Value, ...] | None) -> str | None:
    """Return the first value as text without padding, None when empty."""
    if not values:
        return None
    value = values[0]
    if isinstance(value, bytes):
        value = value.split(b"\0", 1)[0].decode("utf-8", "replace")
    return str(value).strip("\0 ") or None
