"""Luminance of the road towards a driver (EN 13201-3:2015, clause 7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.angles import angle_of
from stadtherz.lib.photometry.illuminance import EDGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.photometry.beams import Beams
    from stadtherz.lib.photometry.observers import Observer
    from stadtherz.lib.photometry.reflection import ReflectionTable
    from stadtherz.lib.photometry.rules import Rules

Floats = Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Luminance:
    """Luminance in cd/m² of road points towards one observer; a `Quantity` for the kernel.

    L = sum of I r(tan epsilon, beta) / H²; beta is the angle between the vertical plane of the
    view and the one from the point to the luminaire, 0 where the lamp lies beyond the point.

    Args:
        x_m, y_m: (P,) the same points that the kernel is given.
        observer: whose eye it is.
        surface: the road's reflection table.
        rules: which luminaires count (per point, in the observer's heading); None counts all.

    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    observer: Observer
    surface: ReflectionTable
    rules: Rules | None
    plane_m: float = 0.0

    def weigh(self, beams: Beams, points: slice) -> Floats:
        """(K, B) cd/m² at one metre of height, undimmed."""
        ahead, aside = self._view(points, beams.tan2.dtype)
        onward = -(beams.u * ahead + beams.v * aside)
        across = np.abs(beams.u * aside - beams.v * ahead)
        light = self.surface.at(np.sqrt(beams.tan2), angle_of(across, onward))
        light *= beams.intensity_cd
        if self.rules is not None:
            light[self._uncounted(beams, self.rules)] = 0
        return light

    def _view(self, points: slice, dtype: np.dtype[Any]) -> tuple[Floats, Floats]:
        """Unit vector from the observer to each point, seen from above."""
        x, y = self.x_m[points] - self.observer.x_m, self.y_m[points] - self.observer.y_m
        length = np.hypot(x, y)
        return (x / length).astype(dtype), (y / length).astype(dtype)

    def _uncounted(self, beams: Beams, rules: Rules) -> Floats:
        """Luminaires outside the rectangle around the point that the standard counts."""
        beyond = beams.u * -self.observer.heading
        is_out = beyond > rules.beyond_point_h * EDGE
        is_out |= beyond < -rules.towards_observer_h * EDGE
        is_out |= np.abs(beams.v) > rules.aside_h * EDGE
        return is_out
