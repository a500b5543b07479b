"""Grids: where a field's points lie (EN 13201-3:2015, clauses 7.1 and 7.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.photometry.rules import EN_13201_3_2015

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.photometry.layout import RoadLayout
    from stadtherz.lib.photometry.rules import Rules

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Points of one field: ``along`` columns by ``across`` rows.

    Args:
        along_m: (A,) x of the columns.
        across_m: (B,) y of the rows, from the right.

    """

    along_m: NDArray[np.float64]
    across_m: NDArray[np.float64]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows across, columns along."""
        return len(self.across_m), len(self.along_m)

    @property
    def x_m(self) -> NDArray[np.float64]:
        """(B * A,) x of every point, row after row."""
        return np.tile(self.along_m, len(self.across_m))

    @property
    def y_m(self) -> NDArray[np.float64]:
        """(B * A,) y of every point, row after row."""
        return np.repeat(self.across_m, len(self.along_m))


def points_along(length_m: float, rules: Rules = EN_13201_3_2015) -> int:
    """Points along a field: 10 up to 30 m, else the fewest that lie at most 3 m apart."""
    most_m = rules.least_points_along * rules.step_along_m
    if length_m <= most_m * (1 + ROUNDING):
        return rules.least_points_along
    return math.ceil(length_m / rules.step_along_m - ROUNDING)


def points_across(width_m: float, rules: Rules = EN_13201_3_2015) -> int:
    """Points of illuminance across a field: the fewest that lie at most 1.5 m apart."""
    return max(1, math.ceil(width_m / rules.step_across_m - ROUNDING))


def illuminance_grid(
    start_m: float,
    length_m: float,
    span_m: tuple[float, float],
    rules: Rules = EN_13201_3_2015,
) -> Grid:
    """Grid of illuminance between two y; the outer points lie half a step from the edges."""
    right_m, left_m = span_m
    return Grid(
        along_m=_middles(start_m, length_m, points_along(length_m, rules)),
        across_m=_middles(right_m, left_m - right_m, points_across(left_m - right_m, rules)),
    )


def luminance_grid(
    start_m: float, length_m: float, road: RoadLayout, rules: Rules = EN_13201_3_2015
) -> Grid:
    """Grid of luminance: three points across each lane, the middle one on its centre line."""
    return Grid(
        along_m=_middles(start_m, length_m, points_along(length_m, rules)),
        across_m=_middles(0.0, road.width_m, rules.points_per_lane * road.lanes),
    )


def _middles(start_m: float, length_m: float, count: int) -> NDArray[np.float64]:
    steps = np.arange(count, dtype=np.float64) + 0.5
    return np.asarray(start_m + steps * (length_m / count), np.float64)
