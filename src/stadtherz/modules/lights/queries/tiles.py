"""Lamps as vector tiles, cached per state of the register."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

import mapbox_vector_tile
import numpy as np
import shapely

from stadtherz.modules.lights.queries.standing import standing_lamps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stadtherz.modules.lights.queries.standing import StandingLamps

EXTENT = 4096
STREETS_FROM_ZOOM = 14
AT_MOST = {10: 1500, 11: 2000, 12: 2500, 13: 3500, 14: 6000}
"""Lamps per tile by zoom: what a screen can tell apart, and few enough bytes. Deeper: all."""
DEEPEST = 18


@lru_cache(maxsize=512)
def lamp_tile(version: str, z: int, x: int, y: int) -> bytes | None:
    """One gzipped Mapbox vector tile with the layer ``lamps``; None where there is none.

    Args:
        version: state of the register; a new one makes new tiles.
        z, x, y: slippy map numbers.

    Attributes of a lamp: ``id`` (its row), ``c`` (capability), ``d`` (1 = position derived), and
    from zoom 14 ``s`` (street).

    From zoom 15 on each standing lamp is in one tile. Seen from farther, a tile holds all of its
    lamps or, where those are more than `AT_MOST`, one for each square of a grid: that with the
    lowest row stands for all lamps of its square, and tells its own light, not theirs. The square
    is the smallest that keeps the limit (its side a power of two of 1/4096 of the tile's), so
    that no street goes dark.

    """
    side = 2 ** min(z, DEEPEST)  # 2**z of a zoom that somebody made up fills the memory
    if not (0 <= z <= DEEPEST and 0 <= x < side and 0 <= y < side):
        return None
    lamps = standing_lamps(version)
    inside = np.flatnonzero((np.floor(lamps.spot * side) == (x, y)).all(axis=1))
    if not len(inside):
        return None
    spots = np.floor((lamps.spot[inside] * side - (x, y)) * EXTENT).astype(np.int64)
    at_most = AT_MOST.get(max(z, min(AT_MOST)))
    shown = thinned(spots, at_most) if at_most else np.arange(len(spots))
    return _encoded(lamps, inside[shown], spots[shown], with_street=z >= STREETS_FROM_ZOOM)


def thinned(spots: NDArray[np.int64], at_most: int) -> NDArray[np.int64]:
    """Indices of the first point in each square of the finest grid that leaves few enough.

    Args:
        spots: (k, 2) whole numbers from 0 to 4095.
        at_most: 1 or more.

    """
    first = np.arange(len(spots))
    squares = spots
    while len(first) > at_most:
        squares = squares >> 1
        _, kept = np.unique(squares[:, 1] * EXTENT + squares[:, 0], return_index=True)
        kept.sort()
        first, squares = first[kept], squares[kept]
    return first


def _encoded(
    lamps: StandingLamps, at: NDArray[np.intp], spots: NDArray[np.int64], *, with_street: bool
) -> bytes:
    told: dict[str, Sequence[int | str]] = {
        "id": lamps.row[at].tolist(),
        "c": lamps.capability[at].tolist(),
        "d": lamps.is_derived[at].tolist(),
    }
    if with_street:
        told["s"] = [lamps.streets[index] for index in lamps.street[at].tolist()]
    features = [
        {
            "geometry": point,
            "properties": {key: what for key, what in zip(told, one, strict=True) if what != ""},
        }
        for point, *one in zip(shapely.points(spots), *told.values(), strict=True)
    ]
    layer = {"name": "lamps", "features": features}
    content = mapbox_vector_tile.encode(
        [layer], default_options={"y_coord_down": True, "extents": EXTENT}
    )
    return gzip.compress(content, 6, mtime=0)
