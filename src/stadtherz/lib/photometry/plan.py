"""Plans: what the rows of an influence matrix are, and the figures that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.glare import threshold_increment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from stadtherz.lib.photometry.rules import Rules

Floats = Any
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which rows of an influence matrix hold what; equal plans can be stacked.

    A span is the first row and the one after the last.

    Args:
        lux: rows of horizontal illuminance.
        semicylindrical, vertical: rows of both directions along the road.
        views: per observer the rows of luminance, of its lane's centre line, and of the veil.
        edges: per side the rows outside and inside.
        near: how many rows there are before the veils, which far lamps make too.
        rows: how many there are.

    """

    lux: Span
    semicylindrical: Span
    vertical: Span
    views: tuple[tuple[Span, Span, Span], ...]
    edges: tuple[tuple[Span, Span], ...]
    near: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class States:
    """Figures of many dimming states; every array has the shape of the states.

    None where the field has no observers (a footway).

    Names and units as in `Figures`. Maintained values, glare by initial ones. Glare counts every
    lamp within 500 m (the standard's early stop is not linear), so it errs on the safe side.
    """

    average_lx: Floats
    least_lx: Floats
    illuminance_uniformity: Floats
    least_semicylindrical_lx: Floats
    least_vertical_lx: Floats
    luminance_cd_m2: Floats | None = None
    overall_uniformity: Floats | None = None
    lengthwise_uniformity: Floats | None = None
    glare_percent: Floats | None = None
    edge_ratio: Floats | None = None


def read(values: Floats, plan: Plan, maintenance_factor: ArrayLike, rules: Rules) -> States:
    """Figures from rows: arrays (...) from values (..., rows).

    Args:
        values: of any number of fields and states with one plan.
        plan: what the rows are.
        maintenance_factor: one, or one per field (broadcast over ``...``).
        rules: edition.

    """
    lux = _part(values, plan.lux)
    average, least = lux.mean(axis=-1), lux.min(axis=-1)
    states = States(
        average_lx=average,
        least_lx=least,
        illuminance_uniformity=_ratio(least, average),
        least_semicylindrical_lx=_part(values, plan.semicylindrical).min(axis=-1),
        least_vertical_lx=_part(values, plan.vertical).min(axis=-1),
    )
    if not plan.views:
        return states
    views = [_view(values, rows, maintenance_factor, rules) for rows in plan.views]
    worst = {name: np.minimum.reduce([view[name] for view in views]) for name in views[0]}
    edges = [
        _ratio(*(_part(values, span).mean(axis=-1) for span in (outside, inside)))
        for outside, inside in plan.edges
    ]
    return replace(
        states,
        luminance_cd_m2=worst["luminance"],
        overall_uniformity=worst["overall"],
        lengthwise_uniformity=worst["lengthwise"],
        glare_percent=-worst["less_glare"],
        edge_ratio=np.minimum.reduce(edges),
    )


def _view(
    values: Floats,
    rows: tuple[Span, Span, Span],
    maintenance_factor: ArrayLike,
    rules: Rules,
) -> Mapping[str, Floats]:
    """One observer's values, each such that less is worse."""
    road, lane, veil = (_part(values, span) for span in rows)
    average = road.mean(axis=-1)
    initial = average / np.asarray(maintenance_factor)
    return {
        "luminance": average,
        "overall": _ratio(road.min(axis=-1), average),
        "lengthwise": _ratio(lane.min(axis=-1), lane.max(axis=-1)),
        "less_glare": -threshold_increment(veil.max(axis=-1), initial, rules=rules),
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole; 0 where all is dark."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _part(values: Floats, span: Span) -> Floats:
    return values[..., span[0] : span[1]]
