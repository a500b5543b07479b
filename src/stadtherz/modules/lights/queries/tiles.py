"""Lamps as vector tiles, cached per state of the register."""

from __future__ import annotations

import gzip
import math
from functools import lru_cache

import mapbox_vector_tile
import numpy as np
import shapely

from stadtherz.lib.tiles import project
from stadtherz.modules.lights.queries.register import marks_of

EXTENT = 4096
STREETS_FROM_ZOOM = 14
AT_MOST = {10: 1500, 11: 2000, 12: 2500, 13: 3500, 14: 6000}
"""Lamps per tile by zoom: what a screen can tell apart, and few enough bytes."""
ALL_OF_THEM = 40_000
DEEPEST = 18


@lru_cache(maxsize=512)
def lamp_tile(version: str, z: int, x: int, y: int) -> bytes | None:
    """One gzipped Mapbox vector tile with the layer ``lamps``; None where there is none.

    Args:
        version: state of the register; a new one makes new tiles.
        z, x, y: slippy map numbers.

    Attributes of a lamp: ``id`` (its row), ``c`` (capability), ``d`` (1 = position derived), and
    from zoom 14 ``s`` (street).

    """
    side = 2 ** min(z, DEEPEST)  # 2**z of a zoom that somebody made up fills the memory
    if not (0 <= z <= DEEPEST and 0 <= x < side and 0 <= y < side):
        return None
    box = (*_corner(x, y + 1, side), *_corner(x + 1, y, side))
    marks = marks_of(box, at_most=AT_MOST.get(max(z, min(AT_MOST)), ALL_OF_THEM))
    if not marks:
        return None
    lonlat = np.array([(mark[3], mark[4]) for mark in marks], dtype=np.float64)
    spots = np.floor((project(lonlat) * side - (x, y)) * EXTENT).astype(int)
    points = shapely.points(spots)
    features = [
        {"geometry": point, "properties": _properties(mark, with_street=z >= STREETS_FROM_ZOOM)}
        for point, mark in zip(points, marks, strict=True)
    ]
    layer = {"name": "lamps", "features": features}
    content = mapbox_vector_tile.encode(
        [layer], default_options={"y_coord_down": True, "extents": EXTENT}
    )
    return gzip.compress(content, 6, mtime=0)


def _properties(mark: tuple[object, ...], *, with_street: bool) -> dict[str, object]:
    told: dict[str, object] = {"id": mark[0], "c": mark[5], "d": int(bool(mark[6]))}
    if with_street and mark[2]:
        told["s"] = mark[2]
    return told


def _corner(x: int, y: int, side: int) -> tuple[float, float]:
    """Longitude and latitude of a tile's north-west corner, degrees (spherical Mercator)."""
    lat_rad = math.atan(math.sinh(math.pi * (1 - 2 * y / side)))
    return x / side * 360 - 180, math.degrees(lat_rad)
