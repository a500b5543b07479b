"""Rows of luminaires along a road, and the usual arrangements of rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.errors import PhotometryError

if TYPE_CHECKING:
    from stadtherz.lib.luminaire import Intensities
    from stadtherz.lib.photometry.layout import RoadLayout


class Side(StrEnum):
    """Where a row stands, and so which way its C90 points: towards its carriageway."""

    RIGHT = "right"
    LEFT = "left"
    RESERVE_RIGHT = "reserve, lighting the right carriageway"
    RESERVE_LEFT = "reserve, lighting the left carriageway"


class Arrangement(StrEnum):
    """Usual arrangements of masts."""

    SINGLE = "single"
    SINGLE_LEFT = "single, left"
    OPPOSITE = "opposite"
    STAGGERED = "staggered"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Equal luminaires in equal distances.

    Args:
        luminaire: its light at nominal flux.
        spacing_m: from one luminaire of the row to the next, above 0.
        height_m: photometric centre above the road, above the observer's eye.
        side: where it stands.
        overhang_m: photometric centre over the carriageway, from its near edge; negative beside.
        tilt_deg: C90 side lifted, relative to the tilt at which the file was measured; +-90.
        turn_deg: about the vertical, in the sense of rising C.
        roll_deg: about the C90-C270 axis, C0 side lifted; +-90.
        start_m: x of one of its luminaires.
        flux_factor: share of the nominal flux (a dimming state), 0 or more.
        power_w: of one luminaire at this state, for the energy figures; 0 or more.

    Raises:
        PhotometryError: (photometry.E003) a number is not finite or out of range.

    """

    luminaire: Intensities
    spacing_m: float
    height_m: float
    side: Side = Side.RIGHT
    overhang_m: float = 0.0
    tilt_deg: float = 0.0
    turn_deg: float = 0.0
    roll_deg: float = 0.0
    start_m: float = 0.0
    flux_factor: float = 1.0
    power_w: float = 0.0

    def __post_init__(self) -> None:
        if problem := _problem(self):
            raise PhotometryError(
                f"This row of luminaires cannot be: {problem}.",
                fix="Correct spacing, height, overhang and angles; lengths are metres.",
                code="photometry.E003",
            )

    @property
    def is_reversed(self) -> bool:
        """True where its C90 points to the right (-y)."""
        return self.side in {Side.LEFT, Side.RESERVE_RIGHT}

    def y_m(self, road: RoadLayout) -> float:
        """Where its photometric centres lie across the road.

        Raises:
            PhotometryError: (photometry.E004) it stands on a reserve that the road lacks.

        """
        if self.side in {Side.RIGHT, Side.LEFT}:
            is_right = self.side is Side.RIGHT
            return self.overhang_m if is_right else road.total_width_m - self.overhang_m
        if road.reserve_m is None:
            raise PhotometryError(
                "A row stands on the reserve of a road that has none.",
                fix="Give the road a reserve, or put the row on the right or left.",
                code="photometry.E004",
            )
        if self.side is Side.RESERVE_RIGHT:
            return road.width_m - self.overhang_m
        return road.width_m + road.reserve_m + self.overhang_m

    def x_m(self, from_m: float, to_m: float) -> list[float]:
        """Places (x) of its luminaires between two places, both counted."""
        first = math.ceil((from_m - self.start_m) / self.spacing_m - 1e-9)
        last = math.floor((to_m - self.start_m) / self.spacing_m + 1e-9)
        return [self.start_m + number * self.spacing_m for number in range(first, last + 1)]

    def rotated(self, about_m: float) -> Row:
        """The same row after turning the whole road by 180 degrees about x = ``about_m``."""
        return replace(self, side=_ACROSS[self.side], start_m=2 * about_m - self.start_m)


def arranged(arrangement: Arrangement, row: Row) -> tuple[Row, ...]:
    """Rows of a usual arrangement; ``row`` gives everything but the sides.

    Args:
        arrangement: staggered shifts the left row by half a spacing; median puts two rows back to
            back on the reserve.
        row: its ``side`` is not read.

    """
    shift_m = row.spacing_m / 2 if arrangement is Arrangement.STAGGERED else 0.0
    first, *others = _SIDES[arrangement]
    return (
        replace(row, side=first),
        *(replace(row, side=side, start_m=row.start_m + shift_m) for side in others),
    )


_SIDES = {
    Arrangement.SINGLE: (Side.RIGHT,),
    Arrangement.SINGLE_LEFT: (Side.LEFT,),
    Arrangement.OPPOSITE: (Side.RIGHT, Side.LEFT),
    Arrangement.STAGGERED: (Side.RIGHT, Side.LEFT),
    Arrangement.MEDIAN: (Side.RESERVE_RIGHT, Side.RESERVE_LEFT),
}
_ACROSS = {
    Side.RIGHT: Side.LEFT,
    Side.LEFT: Side.RIGHT,
    Side.RESERVE_RIGHT: Side.RESERVE_LEFT,
    Side.RESERVE_LEFT: Side.RESERVE_RIGHT,
}
_NUMBERS = (
    "spacing_m",
    "height_m",
    "overhang_m",
    "tilt_deg",
    "turn_deg",
    "roll_deg",
    "start_m",
    "flux_factor",
    "power_w",
)
STEEPEST_DEG = 90.0


def _problem(row: Row) -> str:
    """What is wrong with a row, or nothing."""
    for name in _NUMBERS:
        if not math.isfinite(getattr(row, name)):
            return f"{name} is {getattr(row, name)}"
    for name in ("spacing_m", "height_m"):
        if getattr(row, name) <= 0:
            return f"{name} is {getattr(row, name)}"
    for name in ("flux_factor", "power_w"):
        if getattr(row, name) < 0:
            return f"{name} is {getattr(row, name)}"
    if max(abs(row.tilt_deg), abs(row.roll_deg)) > STEEPEST_DEG:
        return f"it is tilted by {row.tilt_deg} and rolled by {row.roll_deg} degrees"
    return ""
