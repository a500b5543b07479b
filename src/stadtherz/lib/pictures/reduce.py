"""Make a smaller copy of a JPEG whose metadata stay the same byte for byte."""

from __future__ import annotations

import io

from PIL import Image

from stadtherz.lib.pictures.bytesview import jpeg_segments
from stadtherz.lib.pictures.errors import PictureError
from stadtherz.lib.pictures.identify import identify
from stadtherz.lib.pictures.pixels import decoded
from stadtherz.lib.pictures.shot import Kind

_APPLICATION = range(0xE0, 0xF0)


def reduced_copy(data: bytes, *, max_side_px: int, quality: int = 60) -> bytes:
    """Return a JPEG with fewer pixels and every application segment of the original, in order.

    EXIF (maker note and embedded thumbnail too), XMP and the preview index are copied as they
    stand; only the pixels' tables and scan are new. The EXIF pixel dimensions then tell how far
    the picture was reduced. The previews behind the picture are left out.

    Raises PictureError when the file is no whole JPEG.
    """
    if identify(data) is not Kind.JPEG:
        raise PictureError(
            "Only a JPEG can be reduced with its metadata kept.",
            fix="Convert the picture to JPEG first.",
            code="pictures.E008",
        )
    image = decoded(data, max_side_px, "RGB")
    image.thumbnail((max_side_px, max_side_px), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.info.clear()
    image.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
    small = out.getvalue()
    kept = b"".join(
        data[part.start - 4 : part.end]
        for part in jpeg_segments(data)
        if part.marker in _APPLICATION
    )
    own = [part for part in jpeg_segments(small) if part.marker not in _APPLICATION]
    return data[:2] + kept + small[own[0].start - 4 :]
