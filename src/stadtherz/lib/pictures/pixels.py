"""Decode pictures no larger than needed: grey arrays for comparing, small copies for showing."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image

from stadtherz.lib.pictures.errors import PictureError
from stadtherz.lib.pictures.identify import (
    MAX_PIXELS,
    dimensions,
    identify,
    require_complete,
    too_many_pixels,
)
from stadtherz.lib.pictures.shot import Decision, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_WHOLE_PIXELS = 80_000_000
"""Largest picture of a kind that only decodes whole; a JPEG is decoded at a smaller scale."""
_BACK = {
    1: Image.Transpose.ROTATE_90,  # counter-clockwise, as Pillow counts
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
_BY_TAG = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def thumbnail(
    data: bytes | Image.Image,
    *,
    max_side_px: int,
    decision: Decision = Decision.AS_SHOT,
    orientation_tag: int = 1,
    format_: Literal["WEBP", "JPEG"] = "JPEG",
    max_pixels: int = MAX_PIXELS,
) -> bytes:
    """Return a smaller copy without any metadata.

    Args:
        data: the whole file (JPEG, PNG or TIFF), or what `decoded` made of it.
        max_side_px: longest side of the copy; a smaller picture keeps its size.
        decision: turns done after the shot are undone, so that ``Footprint.corners`` fit.
        orientation_tag: EXIF orientation to apply afterwards; leave 1 for map overlays.
        format_: JPEG is about three times quicker to write, WEBP smaller.
        max_pixels: refuse larger pictures before decoding.

    Raises:
        PictureError: no picture, cut off, too large, or a kind that cannot be decoded here.

    """
    image = decoded(data, max_side_px, "RGB", max_pixels)
    image.thumbnail((max_side_px, max_side_px), Image.Resampling.BILINEAR, reducing_gap=None)
    if decision.quarter_turns:
        image = image.transpose(_BACK[decision.quarter_turns])
    if orientation_tag in _BY_TAG:
        image = image.transpose(_BY_TAG[orientation_tag])
    image.info.clear()
    out = io.BytesIO()
    options = {"quality": 78, "method": 1} if format_ == "WEBP" else {"quality": 82}
    image.save(out, format_, exif=b"", **options)
    return out.getvalue()


def grey(
    data: bytes | Image.Image, *, max_side_px: int, max_pixels: int = MAX_PIXELS
) -> NDArray[np.float32]:
    """Return brightness 0 to 255 as (rows, columns), the longest side at most ``max_side_px``.

    Raises PictureError as ``thumbnail``.
    """
    image = decoded(data, max_side_px, "L", max_pixels)
    image.thumbnail((max_side_px, max_side_px), Image.Resampling.BOX)
    return np.asarray(image, dtype=np.float32)


def decoded(
    data: bytes | Image.Image, side_px: int, mode: str, max_pixels: int = MAX_PIXELS
) -> Image.Image:
    """Decode once, in a JPEG at the smallest scale that still holds ``side_px``.

    Decoding is most of the work: who needs a picture twice decodes it once and passes the result
    where a file is expected. Raises PictureError for bytes that are no whole, decodable picture
    within ``max_pixels``.
    """
    if isinstance(data, Image.Image):
        return data.convert(mode)  # a copy in any case
    if identify(data) is not Kind.JPEG:  # a PNG of a few kB may hold gigabytes of pixels
        max_pixels = min(max_pixels, MAX_WHOLE_PIXELS)
    width, height = dimensions(data, max_pixels=max_pixels)
    part = min(1.0, side_px / max(width, height))
    require_complete(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own size warning: the limit is ours
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
            image.draft(mode, (max(1, int(width * part)), max(1, int(height * part))))
            return image.convert(mode)
    except Image.DecompressionBombError as bomb:  # Pillow's own limit, about 179 megapixels
        raise too_many_pixels(width, height, (Image.MAX_IMAGE_PIXELS or 0) * 2) from bomb
    except Exception as broken:  # decoders raise what they like on hostile bytes
        raise _undecodable(identify(data)) from broken


def _undecodable(kind: Kind) -> PictureError:
    if kind in (Kind.HEIC, Kind.DNG):
        return PictureError(
            f"A {kind.value.upper()} picture cannot be shown here; its place was still read.",
            fix="Send a JPEG as well (most cameras can write both).",
            code="pictures.E006",
        )
    return PictureError(
        "The picture's pixels are damaged.",
        fix="Send the file again; if that fails, copy it anew from the camera.",
        code="pictures.E007",
    )
