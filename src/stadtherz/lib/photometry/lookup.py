"""Lookup: one luminaire's intensities laid out for the kernel, without changing a single value.

A piecewise linear table is the same function on every finer grid that keeps its knots. So tables
with uneven angles are refined to an even step (the greatest common divisor of their steps), where
an index is a multiplication. The few whose angles have no useful common step keep their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.luminaire import Intensities

Floats = Any
"""An array of float32 or float64."""

UNITS_PER_DEGREE = 1000
LUMINAIRES_KEPT = 64
MOST_CELLS = 4_000_000
"""So that a flat index is a whole number in float32, too, in every period it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lookup:
    """Intensities as one flat array, C-plane after C-plane, each with one guard value at its end.

    Args:
        flat_cd: (planes * stride,) candela; planes 0 to 360 degrees without the last.
        planes: number of even steps in a full turn (or of own knots).
        stride: values per plane: knots of gamma and the guard.
        c_knots_rad: own knots where no even step fits, else None; likewise gamma_knots_rad.
        last_gamma_rad: beyond it there is no light.

    """

    flat_cd: Floats
    planes: int
    stride: int
    last_gamma_rad: float
    c_knots_rad: NDArray[np.float64] | None
    gamma_knots_rad: NDArray[np.float64] | None

    @classmethod
    def of(cls, light: Intensities, dtype: np.dtype[Any]) -> Lookup:
        """Lay out a luminaire's table as float32 or float64."""
        c_deg, gamma_deg = even_knots(light.c_deg), even_knots(light.gamma_deg)
        if c_deg.size * gamma_deg.size > MOST_CELLS:
            c_deg, gamma_deg = light.c_deg, light.gamma_deg
        # the last knot is met exactly, not passed by rounding
        within_deg = np.minimum(gamma_deg, light.gamma_deg[-1])
        table = light.at(c_deg[:-1, np.newaxis], within_deg)
        guarded = np.hstack([table, table[:, -1:]])
        return cls(
            flat_cd=np.ascontiguousarray(guarded.ravel(), dtype=dtype),
            planes=len(table),
            stride=guarded.shape[1],
            last_gamma_rad=float(np.radians(light.gamma_deg[-1])),
            c_knots_rad=None if is_even(c_deg) else np.radians(c_deg),
            gamma_knots_rad=None if is_even(gamma_deg) else np.radians(gamma_deg),
        )

    def plane_of(self, c_rad: Floats) -> Floats:
        """Fractional plane of each angle in -2 pi up to 2 pi, moved up by whole turns to be >= 0.

        The argument may be overwritten. The result wraps modulo ``planes``.
        """
        if self.c_knots_rad is None:
            c_rad *= self.planes / (2 * np.pi)
            c_rad += self.planes
            return c_rad
        return _positions(np.mod(c_rad, 2 * np.pi), self.c_knots_rad, c_rad.dtype)

    def step_of(self, gamma_rad: Floats) -> Floats:
        """Fractional step of each gamma; the argument may be overwritten."""
        if self.gamma_knots_rad is None:
            gamma_rad *= (self.stride - 2) / self.last_gamma_rad
            return gamma_rad
        return _positions(gamma_rad, self.gamma_knots_rad, gamma_rad.dtype)


@lru_cache(maxsize=LUMINAIRES_KEPT)
def lookup_of(light: Intensities, dtype: np.dtype[Any]) -> Lookup:
    """`Lookup.of`, kept for the luminaires used last (intensities never change)."""
    return Lookup.of(light, dtype)


def even_knots(knots_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """The coarsest even grid that holds all knots, or the knots themselves where there is none."""
    units = np.round(knots_deg * UNITS_PER_DEGREE).astype(np.int64)
    if np.abs(units - knots_deg * UNITS_PER_DEGREE).max() > 1e-6:  # noqa: PLR2004  # rounding
        return knots_deg
    step = int(np.gcd.reduce(units))
    return np.arange(0, int(units[-1]) + step, step) / UNITS_PER_DEGREE


def is_even(knots_deg: NDArray[np.float64]) -> bool:
    """Whether all steps between the knots are the same."""
    steps = np.diff(knots_deg)
    return bool(np.ptp(steps) < 1e-9 * steps[0])


def _positions(angles: Floats, knots: NDArray[np.float64], dtype: np.dtype[Any]) -> Floats:
    return np.interp(angles, knots, np.arange(knots.size)).astype(dtype)
