"""Read one file into a typed shot."""

from __future__ import annotations

from datetime import UTC, tzinfo
from types import MappingProxyType

from stadtherz.lib.pictures.carry import carried
from stadtherz.lib.pictures.collect import Collected
from stadtherz.lib.pictures.exif import collect_exif
from stadtherz.lib.pictures.identify import MAX_PIXELS, dimensions, identify, require_complete
from stadtherz.lib.pictures.makers import collect_xmp, programs
from stadtherz.lib.pictures.sensors import SENSOR_WIDTHS_MM
from stadtherz.lib.pictures.shot import Shot
from stadtherz.lib.pictures.xmp import read_xmp


def read_shot(data: bytes, *, max_pixels: int = MAX_PIXELS, zone: tzinfo = UTC) -> Shot:
    """Return what a picture file says about itself, without decoding its pixels.

    Args:
        data: the whole file.
        max_pixels: the largest accepted width times height.
        zone: taken for a camera clock that names no zone; ``taken_zone`` then says ASSUMED.

    Raises:
        PictureError: empty, no picture, cut off, or too many pixels. Absent or broken metadata
            never raise: they stay None, refused values stand in ``warnings``.

    """
    kind = identify(data)
    width, height = dimensions(data, max_pixels=max_pixels)
    require_complete(data)
    found, blocks = Collected(), carried(data, kind)
    properties = read_xmp(blocks.xmp)
    if blocks.xmp and not properties:
        found.refuse("xmp", "the XMP block is broken, too large, or declares entities")
    collect_xmp(properties, found)
    if blocks.exif:
        collect_exif(blocks.exif, found, zone=zone)
    trail = dict.fromkeys((*found.values.pop("software", ()), *programs(properties)))
    model = found.values.get("model", "")
    found.put("sensor_width_mm", SENSOR_WIDTHS_MM.get(model), "table by model")
    return Shot(
        kind=kind,
        width_px=width,
        height_px=height,
        software=tuple(trail),
        sources=MappingProxyType(found.sources),
        warnings=tuple(found.warnings),
        **found.values,
    )
