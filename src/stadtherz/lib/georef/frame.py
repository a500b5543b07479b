"""A local metric frame: east and north in metres around one origin.

The frame is pyproj's azimuthal equidistant projection on WGS 84: true to scale from the origin,
and within 1 mm of it over a few kilometres.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Array = NDArray[np.float64]


class LocalFrame:
    """East and north in metres around an origin in WGS 84 degrees."""

    def __init__(self, lon_deg: float, lat_deg: float) -> None:
        self.lon_deg, self.lat_deg = lon_deg, lat_deg
        self._forward, self._inverse = _transformers(round(lon_deg, 6), round(lat_deg, 6))

    def to_metres(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        """Return east and north of a position."""
        east, north = self._forward.transform(lon_deg, lat_deg)
        return float(east), float(north)

    def to_degrees(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Return longitude and latitude of a point of the frame."""
        lon, lat = self._inverse.transform(east_m, north_m)
        return float(lon), float(lat)


@lru_cache(maxsize=64)
def _transformers(lon_deg: float, lat_deg: float) -> tuple[Transformer, Transformer]:
    local = f"+proj=aeqd +lat_0={lat_deg} +lon_0={lon_deg} +datum=WGS84 +units=m +no_defs"
    forward = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    inverse = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    return forward, inverse
