"""Observers: where the drivers' eyes are (EN 13201-3:2015, clauses 7.1 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.photometry.grid import points_along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.photometry.layout import RoadLayout
    from stadtherz.lib.photometry.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """A driver's eye.

    Args:
        x_m, y_m: position on the road; the eye's height is the rules'.
        heading: +1 looks along +x, -1 against it.
        lane: counted from 0 at the right edge.

    """

    x_m: float
    y_m: float
    heading: int = 1
    lane: int = 0


def observers(
    road: RoadLayout, start_m: float, length_m: float, rules: Rules
) -> tuple[Observer, ...]:
    """One observer per lane, in its middle, 60 m before the end of the field that comes first."""
    return tuple(
        Observer(
            x_m=start_m - rules.observer_ahead_m
            if heading > 0
            else start_m + length_m + rules.observer_ahead_m,
            y_m=y_m,
            heading=heading,
            lane=lane,
        )
        for lane, (y_m, heading) in enumerate(zip(road.lane_centres_m, road.headings, strict=True))
    )


def places(
    observer: Observer, start_m: float, length_m: float, height_m: float, rules: Rules
) -> NDArray[np.float64]:
    """Places (x) of the moving driver for glare: (N,), in the grid's steps over one field.

    The first lies 2.75 (H - 1.5 m) before the first luminaire.
    """
    count = points_along(length_m, rules)
    before_m = rules.start_before_h * (height_m - rules.eye_height_m)
    moved_m = np.arange(count) * (length_m / count) - before_m
    x_m = start_m + moved_m if observer.heading > 0 else start_m + length_m - moved_m
    return np.asarray(x_m, np.float64)
