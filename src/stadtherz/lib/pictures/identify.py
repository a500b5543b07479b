"""What a file is, judged by its content alone, and how large its picture would be."""

from __future__ import annotations

from stadtherz.lib.pictures.bytesview import jpeg_segments, png_chunks
from stadtherz.lib.pictures.errors import PictureError
from stadtherz.lib.pictures.shot import Kind
from stadtherz.lib.pictures.tiff import Tiff, TiffFormatError, number

MAX_PIXELS = 200_000_000

_FIX_KIND = "Choose a photo in JPEG, PNG, TIFF, DNG or HEIC format."
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DNG_VERSION = 0xC612
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"GIF8", "a GIF picture"),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    (b"<", "a text or web page"),
)


def identify(data: bytes) -> Kind:
    """Return the kind of a picture file by its first bytes.

    Raises PictureError for an empty file and for everything that is no known picture, and names
    what it seems to be. Sources: T.81 (SOI), W3C PNG 3 clause 5.2, TIFF 6.0 section 2,
    DNG 1.6 (tag DNGVersion), ISO/IEC 23008-12 (brands).
    """
    if not data:
        raise PictureError(
            "The file is empty (0 bytes).",
            fix="Copy it from the camera again; the transfer probably broke off.",
            code="pictures.E001",
        )
    if data[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return Kind.PNG
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _tiff_kind(data)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return Kind.HEIC
    raise PictureError(
        f"The file is no photo: by its content it is {_guess(data)}.",
        fix=_FIX_KIND,
        code="pictures.E002",
    )


def dimensions(data: bytes, *, max_pixels: int = MAX_PIXELS) -> tuple[int, int]:
    """Return width and height in stored pixels, read from headers without decoding.

    Args:
        data: the whole file.
        max_pixels: the largest accepted width times height.

    Raises:
        PictureError: no picture, cut before its headers end, or more than ``max_pixels``.

    """
    kind = identify(data)
    size = _SIZES[kind](data)
    if size is None or min(size) < 1:
        raise PictureError(
            f"The {kind.value.upper()} file breaks off before it says how large its picture is.",
            fix="Send the file again; if that fails, copy it anew from the camera.",
            code="pictures.E003",
        )
    if size[0] * size[1] > max_pixels:
        raise too_many_pixels(*size, max_pixels)
    return size


def too_many_pixels(width_px: int, height_px: int, limit: int) -> PictureError:
    """Return the error for a picture that would need too much memory."""
    return PictureError(
        f"The picture has {width_px} x {height_px} pixels; at most {limit:,} are taken.",
        fix="Send a smaller version of the picture.",
        code="pictures.E004",
    )


def require_complete(data: bytes) -> None:
    """Raise PictureError when a JPEG's or PNG's pixels stop before their end mark."""
    kind = identify(data)
    if kind is Kind.JPEG:
        scan = next((part for part in jpeg_segments(data) if part.marker == 0xDA), None)  # noqa: PLR2004 -- SOS
        whole = scan is not None and data.rfind(b"\xff\xd9", scan.end) >= 0
    elif kind is Kind.PNG:
        whole = any(name == b"IEND" for name, _, _ in png_chunks(data))
    else:
        whole = True
    if not whole:
        raise PictureError(
            "The picture is cut off: its end is missing.",
            fix="Send the file again; the upload or the copy from the card stopped early.",
            code="pictures.E005",
        )


def _guess(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "a video"
    return next((name for magic, name in _OTHERS if data.startswith(magic)), "of an unknown kind")


def _tiff_kind(data: bytes) -> Kind:
    try:
        tags = Tiff(data).directory_at_start()
    except TiffFormatError:
        return Kind.TIFF
    return Kind.DNG if _DNG_VERSION in tags else Kind.TIFF


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    for part in jpeg_segments(data):
        if part.marker in _FRAMES and part.end - part.start >= 5:  # noqa: PLR2004 -- T.81 B.2.2
            at = part.start + 1
            height = int.from_bytes(data[at : at + 2], "big")
            return int.from_bytes(data[at + 2 : at + 4], "big"), height
    return None


def _png_size(data: bytes) -> tuple[int, int] | None:
    name, start, end = next(png_chunks(data), (b"", 0, 0))
    if name != b"IHDR" or end - start < 8:  # noqa: PLR2004 -- two 32 bit numbers
        return None
    at = data[start : start + 8]
    return int.from_bytes(at[:4], "big"), int.from_bytes(at[4:], "big")


def _tiff_size(data: bytes) -> tuple[int, int] | None:
    """Return the largest picture among the first directory and its sub-directories (DNG)."""
    try:
        tiff = Tiff(data)
        first = tiff.directory_at_start()
        subs = [tiff.directory(int(at)) for at in first.get(0x014A, ())[:8] if isinstance(at, int)]
    except TiffFormatError:
        return None
    sizes = [
        (int(width), int(height))
        for tags in (first, *subs)
        if (width := number(tags.get(0x100))) and (height := number(tags.get(0x101)))
    ]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _heic_size(data: bytes) -> tuple[int, int] | None:
    """Return the largest ``ispe`` of the first megabyte (ISO/IEC 23008-12, clause 6.5.3)."""
    best, at = None, data.find(b"ispe", 0, 1 << 20)
    while at >= 0 and at + 16 <= len(data):
        size = (
            int.from_bytes(data[at + 8 : at + 12], "big"),
            int.from_bytes(data[at + 12 : at + 16], "big"),
        )
        best = max(best or size, size, key=lambda pair: pair[0] * pair[1])
        at = data.find(b"ispe", at + 16, 1 << 20)
    return best


_SIZES = {
    Kind.JPEG: _jpeg_size,
    Kind.PNG: _png_size,
    Kind.TIFF: _tiff_size,
    Kind.DNG: _tiff_size,
    Kind.HEIC: _heic_size,
}
