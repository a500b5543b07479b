"""Find the metadata blocks that a picture file carries: EXIF, XMP, and the preview index."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from stadtherz.lib.pictures.bytesview import Segment, jpeg_segments, png_chunks
from stadtherz.lib.pictures.shot import Kind
from stadtherz.lib.pictures.tiff import Tiff, TiffFormatError

EXIF_MARK = b"Exif\0\0"
XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
_APP1 = 0xE1
_XMP_TAG = 700
_SEARCHED = 2 << 20
_EXIF_IN_BOX = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_PNG_XMP = b"XML:com.adobe.xmp\0"


@dataclass(frozen=True, slots=True)
class Carried:
    """The raw blocks of one file; empty bytes where there is none."""

    exif: bytes = b""
    xmp: bytes = b""
    segments: tuple[Segment, ...] = ()


def carried(data: bytes, kind: Kind) -> Carried:
    """Return EXIF (starting at its TIFF header) and XMP of a file.

    Sources: EXIF 2.32 clause 4.7.2 (JPEG), W3C PNG 3 clause 11.3.3.1 (eXIf) and 11.3.3.4 (iTXt),
    TIFF tag 700, HEIC items found by their marks.
    """
    if kind is Kind.JPEG:
        return _of_jpeg(data)
    if kind is Kind.PNG:
        return _of_png(data)
    if kind in (Kind.TIFF, Kind.DNG):
        return Carried(data, _xmp_tag(data))
    head = data[:_SEARCHED]
    found = _EXIF_IN_BOX.search(head)
    start = head.find(b"<x:xmpmeta")
    end = head.find(b"</x:xmpmeta>", start)
    return Carried(
        head[found.end() :] if found else b"",
        head[start : end + 12] if 0 <= start < end else b"",
    )


def _of_jpeg(data: bytes) -> Carried:
    exif = xmp = b""
    segments = tuple(jpeg_segments(data))
    for part in segments:
        if part.marker != _APP1:
            continue
        if not exif and data.startswith(EXIF_MARK, part.start):
            exif = data[part.start + len(EXIF_MARK) : part.end]
        elif not xmp and data.startswith(XMP_MARK, part.start):
            xmp = data[part.start + len(XMP_MARK) : part.end]
    return Carried(exif, xmp, segments)


def _of_png(data: bytes) -> Carried:
    exif = xmp = b""
    for name, start, end in png_chunks(data):
        if name == b"eXIf":
            exif = data[start:end]
        elif name == b"iTXt" and data.startswith(_PNG_XMP, start):
            xmp = _itxt(data[start + len(_PNG_XMP) : end])
    return Carried(exif, xmp)


def _itxt(rest: bytes) -> bytes:
    packed = rest[:1] == b"\1"
    text = rest[2:].split(b"\0", 2)[-1]
    if not packed:
        return text
    try:
        return zlib.decompressobj().decompress(text, 1 << 20)
    except zlib.error:
        return b""


def _xmp_tag(data: bytes) -> bytes:
    try:
        value = Tiff(data).directory_at_start().get(_XMP_TAG)
    except TiffFormatError:
        return b""
    if not value:
        return b""
    first = value[0]
    if isinstance(first, bytes):
        return first
    return bytes(byte for byte in value if isinstance(byte, int) and 0 <= byte <= 255)  # noqa: PLR2004 -- bytes
