"""UTMREF, the military grid reference system (MGRS), as fire services and police use it.

Source: NGA.STND.0037_2.0.0_GRIDS, chapter 3 (letters of the 100 km squares on WGS 84; references
are cut, not rounded).
"""

from __future__ import annotations

import re
from typing import Final

from stadtherz.lib.coordinates.grid import BANDS, Utm, from_utm, to_utm
from stadtherz.lib.coordinates.position import CoordinateError, Position, Reading

_SQUARE_M: Final = 100_000
_CYCLE_M: Final = 2_000_000
_EQUATOR_M: Final = 10_000_000
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_UTMREF: Final = re.compile(
    r"(?:UTMREF|MGRS)?:?\s*(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])\s*(\d[\d\s]*\d)"
)
_BAND_SLACK_DEG: Final = 1.0


def format_utmref(position: Position, *, digits: int = 5) -> str:
    """Write ``32U MV 10766 77621``.

    Args:
        position: the place.
        digits: 1 (a square of 10 km) to 5 (one of 1 m), for each direction.

    """
    if not 1 <= digits <= 5:  # noqa: PLR2004  # 10 km to 1 m
        raise ValueError("UTMREF has one to five digits for each direction")
    place = to_utm(position)
    # Cut at whole metres first, so that 99999.9999999 does not become a sixth digit.
    east_m, north_m = int(place.easting_m + 1e-6), int(place.northing_m + 1e-6)
    if place.band < "N":  # a hair south of the equator is its last metre, not the first north of it
        north_m = min(north_m, _EQUATOR_M - 1)
    column = _COLUMNS[place.zone % 3][east_m // _SQUARE_M - 1]
    row = _ROWS[(north_m // _SQUARE_M + _row_shift(place.zone)) % len(_ROWS)]
    inner = [f"{metres % _SQUARE_M:05d}"[:digits] for metres in (east_m, north_m)]
    return f"{place.zone}{place.band} {column}{row} {' '.join(inner)}"


def from_utmref(text: str) -> Reading | None:
    """Read UTMREF, spaced or not; the position is the middle of the square that it names.

    Returns:
        None when the text is not written as UTMREF.

    Raises:
        CoordinateError: ``coordinates.E003`` when there is no such square.

    """
    match = _UTMREF.fullmatch(text.strip().upper())
    if match is None:
        return None
    zone, band, column, row = int(match[1]), match[2], match[3], match[4]
    digits = re.sub(r"\s", "", match[5])
    half = len(digits) // 2
    if len(digits) % 2 or half > 5 or not 1 <= zone <= 60:  # noqa: PLR2004  # 1 m, 60 zones
        raise _no_square(text)
    if column not in _COLUMNS[zone % 3]:
        raise _no_square(text)
    side_m = 10.0 ** (5 - half)
    east_m = (_COLUMNS[zone % 3].index(column) + 1) * _SQUARE_M + int(digits[:half]) * side_m
    row_m = (_ROWS.index(row) - _row_shift(zone)) % len(_ROWS) * _SQUARE_M
    north_m = row_m + int(digits[half:]) * side_m
    middle = Utm(zone, band, east_m + side_m / 2, north_m + side_m / 2)
    return Reading(_in_band(middle, text), "utmref", side_m)


def _row_shift(zone: int) -> int:
    """Rows begin at A in odd zones and at F in even ones."""
    return 0 if zone % 2 else 5


def _in_band(place: Utm, text: str) -> Position:
    """Find the repetition of the row letters, every 2,000 km, that lies in the band."""
    bottom_deg = BANDS.index(place.band) * 8 - 80
    top_deg = bottom_deg + (12 if place.band == "X" else 8)
    for north_m in range(0, 5 * _CYCLE_M, _CYCLE_M):
        northing_m = place.northing_m + north_m
        if northing_m >= 5 * _CYCLE_M:
            break
        position = from_utm(Utm(place.zone, place.band, place.easting_m, northing_m))
        if bottom_deg - _BAND_SLACK_DEG <= position.lat_deg <= top_deg + _BAND_SLACK_DEG:
            return position
    raise _no_square(text)


def _no_square(text: str) -> CoordinateError:
    return CoordinateError(
        f"There is no UTMREF square “{text.strip()[:40]}”.",
        fix="Check zone, band and letters (around Kaiserslautern 32U MV or 32U LV) and that both"
        " directions have equally many digits.",
        code="coordinates.E003",
    )
