"""Gather believed values with their sources, and refuse absurd ones with a reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stadtherz.lib.pictures.shot import Attitude, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIMITS = {
    "lat_deg": (-90.0, 90.0, "is no latitude"),
    "lon_deg": (-180.0, 180.0, "is no longitude"),
    "absolute_altitude_m": (-500.0, 12_000.0, "is no altitude a drone or a person reaches"),
    "relative_altitude_m": (-2_000.0, 10_000.0, "is no height above take-off"),
    "focal_length_mm": (0.5, 2_000.0, "is no focal length"),
    "focal_length_35mm": (5.0, 5_000.0, "is no focal length"),
    "calibrated_focal_length_px": (50.0, 200_000.0, "is no focal length in pixels"),
    "yaw": (-360.0, 360.0, "is no angle"),
    "pitch": (-180.0, 180.0, "is no pitch"),
    "roll": (-360.0, 360.0, "is no angle"),
    "rtk_std_m": (0.0, 100.0, "is no standard deviation"),
}
_NULL_ISLAND_DEG = 1e-4


class Collected:
    """Values of one shot while it is read: the first believed value of a field wins."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.warnings: list[Rejected] = []

    def put(self, field: str, value: object, source: str) -> None:
        """Keep a value unless it is empty or the field has one already."""
        if value not in (None, "", b"") and field not in self.values:
            self.values[field] = value
            self.sources[field] = source

    def refuse(self, field: str, reason: str) -> None:
        """Note a value that is not believed."""
        self.warnings.append(Rejected(field, reason))

    def check(
        self, field: str, value: float | None, source: str, *, rule: str = ""
    ) -> float | None:
        """Return the value when it is a plausible number, else note why not."""
        if value is None:
            return None
        low, high, words = _LIMITS[rule or field]
        if not math.isfinite(value):
            self.refuse(field, f"{source} is not a finite number (a zero denominator or NaN)")
            return None
        if not low <= value <= high:
            self.refuse(field, f"{source} = {value:.6g} {words}")
            return None
        return value

    def put_checked(self, field: str, value: float | None, source: str) -> None:
        """Keep a number that passes its limits."""
        self.put(field, self.check(field, value, source), source)

    def put_position(self, lon: float | None, lat: float | None, source: str) -> None:
        """Keep longitude and latitude together or not at all (WGS 84 degrees)."""
        if "lon_deg" in self.values or (lon is None and lat is None):
            return
        if lon is None or lat is None:
            self.refuse("lon_deg", f"{source} has only one of longitude and latitude")
            return
        good_lon = self.check("lon_deg", lon, source)
        good_lat = self.check("lat_deg", lat, source)
        if good_lon is None or good_lat is None:
            return
        if abs(lon) < _NULL_ISLAND_DEG and abs(lat) < _NULL_ISLAND_DEG:
            self.refuse("lon_deg", f"{source} is 0/0: the receiver had no position yet")
            return
        self.put("lon_deg", good_lon, source)
        self.put("lat_deg", good_lat, source)

    def put_attitude(
        self, field: str, angles: tuple[float | None, float | None, float | None], source: str
    ) -> None:
        """Keep yaw, pitch and roll together; a missing roll counts as level, others must exist."""
        yaw, pitch, roll = angles
        if yaw is None or pitch is None:
            return
        good = [
            self.check(field, value, f"{source} {name}", rule=name)
            for name, value in (("yaw", yaw), ("pitch", pitch), ("roll", roll or 0.0))
        ]
        if good[0] is not None and good[1] is not None and good[2] is not None:
            self.put(field, Attitude(good[0], good[1], good[2]), source)


def decimal(properties: Mapping[str, str], name: str) -> float | None:
    """Return an XMP property as a number: ``+12.5``, ``361/100`` or None; may be NaN."""
    text = properties.get(name)
    if text is None:
        return None
    top, slash, bottom = text.partition("/")
    try:
        if not slash:
            return float(top)
        divisor = float(bottom)
        return float(top) / divisor if divisor else math.nan
    except (ValueError, OverflowError):
        return math.nan
