"""The UTM grid on WGS 84: zones, bands, eastings and northings."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyproj import Transformer

from stadtherz.lib.coordinates.position import CoordinateError, Position, Reading, unreadable

BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
"""Latitude bands of eight degrees from 80 south; X has twelve."""
_SVALBARD: Final = ((9, 31), (21, 33), (33, 35), (42, 37))
_UTM: Final = re.compile(
    r"(?:ETRS89\s*/?\s*)?(?:UTM\s*)?(?:ZONE\s*)?(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])?\s+"
    r"[ERO]?\s*(?P<east>\d{6}(?:[.,]\d+)?)\s*M?\s*[EO]?[\s,;/]+"
    r"[NH]?\s*(?P<north>\d{1,8}(?:[.,]\d+)?)\s*M?\s*N?"
)
_ZONE_IN_FRONT: Final = re.compile(r"(\d{2})(\d{6}(?:[.,]\d+)?)([\s,;/]+\d{7}(?:[.,]\d+)?)")


@dataclass(frozen=True)
class Utm:
    """A place on the UTM grid; the band tells the hemisphere (N and beyond lie north)."""

    zone: int
    band: str
    easting_m: float
    northing_m: float


def zone_of(position: Position) -> tuple[int, str]:
    """Return zone and band, with the exceptions for Norway (32V) and Svalbard (31X to 37X).

    Raises:
        CoordinateError: ``coordinates.E003`` beyond 80 degrees south or 84 north, where UTM ends.

    Source: NGA.SIG.0012_2.0.0_UTMUPS, section 7; DMA TM 8358.1, chapter 2.

    """
    lat_deg, lon_deg = position.lat_deg, position.lon_deg
    if not -80 <= lat_deg <= 84:  # noqa: PLR2004  # where UTM ends
        raise CoordinateError(
            "The UTM grid ends at 80 degrees south and 84 degrees north.",
            fix="Write this place in degrees.",
            code="coordinates.E003",
        )
    band = BANDS[min(int((lat_deg + 80) // 8), 19)]
    zone = min(int((lon_deg + 180) // 6) + 1, 60)
    if band == "V" and 3 <= lon_deg < 6:  # noqa: PLR2004  # south-west Norway
        zone = 32
    if band == "X" and 0 <= lon_deg < 42:  # noqa: PLR2004  # Svalbard
        zone = next(number for limit, number in _SVALBARD if lon_deg < limit)
    return zone, band


def to_utm(position: Position, *, zone: int | None = None) -> Utm:
    """Return the place on the grid; ``zone`` writes it in a neighbouring zone (33 for 32)."""
    own, band = zone_of(position)
    number = own if zone is None else zone
    forward = _transformer(number, is_south=band < "N")
    easting_m, northing_m = forward.transform(position.lon_deg, position.lat_deg)
    if not (math.isfinite(easting_m) and math.isfinite(northing_m)):
        raise unreadable(f"UTM zone {number}")
    return Utm(number, band, float(easting_m), max(0.0, float(northing_m)))


def from_utm(place: Utm) -> Position:
    """Return the place in degrees.

    Raises:
        CoordinateError: when zone, easting or northing name no place.

    """
    _check(place)
    backward = _transformer(place.zone, is_south=place.band < "N")
    lon_deg, lat_deg = backward.transform(place.easting_m, place.northing_m, direction="INVERSE")
    return Position(float(lat_deg), float(lon_deg))


def format_utm(position: Position, *, zone: int | None = None) -> str:
    """Write ``32U 410767 5477621``: zone and band, easting and northing in whole metres."""
    place = to_utm(position, zone=zone)
    return f"{place.zone}{place.band} {place.easting_m:.0f} {place.northing_m:07.0f}"


def parse_utm(text: str) -> Reading | None:
    """Read UTM, with or without band (then north), also with the zone in front of the easting.

    A letter is always a band, so ``32S`` lies between 32 and 40 degrees north.

    Returns:
        None when the text is not written as UTM.

    """
    plain = _ZONE_IN_FRONT.sub(r"\1 \2\3", text.strip().upper())
    match = _UTM.fullmatch(plain)
    if match is None:
        return None
    east, north = (match[name].replace(",", ".") for name in ("east", "north"))
    place = Utm(int(match["zone"]), match["band"] or "N", float(east), float(north))
    decimals = len(east.partition(".")[2])
    return Reading(from_utm(place), "utm", 10.0**-decimals)


def _check(place: Utm) -> None:
    fits = 1 <= place.zone <= 60 and len(place.band) == 1 and place.band in BANDS  # noqa: PLR2004  # zones
    if not (fits and 100_000 <= place.easting_m < 900_000 and 0 <= place.northing_m <= 10_000_000):  # noqa: PLR2004  # grid
        raise CoordinateError(
            f"{place.zone}{place.band} {place.easting_m:.0f} {place.northing_m:.0f} lies off the"
            " UTM grid.",
            fix="Check the zone (Germany: 31 to 33), six digits of easting, seven of northing.",
            code="coordinates.E003",
        )


@lru_cache(maxsize=8)
def _transformer(zone: int, *, is_south: bool) -> Transformer:
    return Transformer.from_crs(4326, (32700 if is_south else 32600) + zone, always_xy=True)
