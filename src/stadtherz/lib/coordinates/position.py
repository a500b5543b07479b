"""A place on the WGS 84 ellipsoid, and how far it is to another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pyproj import Geod

from stadtherz.lib.errors import CityError

Notation = Literal["degrees", "dms", "utm", "utmref"]


class CoordinateError(CityError):
    """Coordinates cannot be read, or name no place."""


@dataclass(frozen=True)
class Position:
    """A place in degrees on WGS 84 (ETRS89 differs by less than a metre).

    Args:
        lat_deg: latitude, -90 to 90.
        lon_deg: longitude, -180 to 180.

    Raises:
        CoordinateError: ``coordinates.E002`` when a value is out of range or not finite.

    """

    lat_deg: float
    lon_deg: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat_deg) and abs(self.lat_deg) <= 90):  # noqa: PLR2004  # pole
            raise _out_of_range("latitude", self.lat_deg, 90)
        if not (math.isfinite(self.lon_deg) and abs(self.lon_deg) <= 180):  # noqa: PLR2004  # date line
            raise _out_of_range("longitude", self.lon_deg, 180)


@dataclass(frozen=True)
class Reading:
    """What was read: the place, how it was written, and the side of the square it names."""

    position: Position
    notation: Notation
    precision_m: float


def distance_m(one: Position, other: Position) -> float:
    """Return the geodesic distance in metres (Karney 2013, as pyproj.Geod computes it)."""
    return float(_geod().inv(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)[2])


def bearing_deg(one: Position, other: Position) -> float:
    """Return the direction at ``one`` towards ``other``: 0 north, 90 east, below 360."""
    azimuth_deg = _geod().inv(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)[0]
    return float(azimuth_deg) % 360.0


def unreadable(text: str) -> CoordinateError:
    """Return the error for text in no notation known here."""
    return CoordinateError(
        f"“{text[:60]}” cannot be read as coordinates.",
        fix="Write for example 49.4447, 7.7690 or 49°26'41\"N 7°46'8\"E"
        " or 32U 410767 5477621 or 32U MV 10766 77621.",
        code="coordinates.E001",
    )


@cache
def _geod() -> Geod:
    return Geod(ellps="WGS84")


def _out_of_range(name: str, value: float, limit: int) -> CoordinateError:
    return CoordinateError(
        f"{value:g} is no {name}.",
        fix=f"A {name} lies between -{limit} and {limit} degrees; latitude comes first.",
        code="coordinates.E002",
    )
