"""Web Mercator tiles (EPSG:3857, XYZ scheme) in units of the whole world: 0 ... 1, y down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadtherz.lib.osm import Bbox

EXTENT = 4096
"""Units per tile side, Mapbox Vector Tile specification 2.1, section 4.1."""


class TileKey(NamedTuple):
    """Zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int


def project(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Degrees (k, 2) to world units (k, 2); latitudes beyond +-85.06 are cut there."""
    lat = np.radians(np.clip(lonlat[:, 1], -85.06, 85.06))
    return np.stack(
        [lonlat[:, 0] / 360 + 0.5, 0.5 - np.arcsinh(np.tan(lat)) / (2 * math.pi)], axis=1
    )


def tiles_in(bbox: Bbox, zoom: int) -> Iterator[TileKey]:
    """The tiles of one zoom that a box touches, row by row."""
    west, south, east, north = bbox
    (left, top), (right, bottom) = project(np.array([(west, north), (east, south)])) * 2**zoom
    last = 2**zoom - 1
    for y in range(max(int(top), 0), min(int(bottom), last) + 1):
        for x in range(max(int(left), 0), min(int(right), last) + 1):
            yield TileKey(zoom, x, y)
