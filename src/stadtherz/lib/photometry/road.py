"""A whole road by EN 13201-3:2015: fields, views, glare, edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.photometry.figures import Field, Figures, RoadResult, View, ratio
from stadtherz.lib.photometry.glare import row_sums, threshold_increment, veils
from stadtherz.lib.photometry.grid import illuminance_grid, luminance_grid
from stadtherz.lib.photometry.illuminance import (
    hemispherical,
    horizontal,
    semicylindrical,
    vertical,
)
from stadtherz.lib.photometry.kernel import summed
from stadtherz.lib.photometry.luminance import Luminance
from stadtherz.lib.photometry.observers import observers, places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from stadtherz.lib.photometry.grid import Grid
    from stadtherz.lib.photometry.installation import Installation
    from stadtherz.lib.photometry.kernel import Quantity
    from stadtherz.lib.photometry.layout import RoadLayout
    from stadtherz.lib.photometry.observers import Observer
    from stadtherz.lib.photometry.reflection import ReflectionTable
    from stadtherz.lib.photometry.rules import Rules

ALONG_DEG = (0.0, 180.0)


def calculate(installation: Installation) -> RoadResult:
    """Calculate everything that EN 13201-3 asks, in double precision.

    Returns:
        Maintained values (fTI: initial ones), with every grid.

    """
    road = installation.road
    carriageway = _field(installation, (0.0, road.width_m))
    views = _views(installation)
    edges = _edge_ratios(installation)
    return RoadResult(
        edition=installation.rules.edition,
        carriageway=replace(
            carriageway, figures=_with_views(installation, carriageway.figures, views, edges)
        ),
        strips={strip.name: _field(installation, road.span_m(strip)) for strip in road.strips},
        luminance_grid=_luminance_grid(installation),
        views=views,
        edge_ratios=edges,
    )


def edge_spans(
    road: RoadLayout, rules: Rules
) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    """Places (y) of the strip outside and of the one inside, at the right edge and at the left one.

    Carriageways that lie at most 10 m apart count as one.
    """
    width_m = road.edge_strip_m or road.lane_width_m
    is_joint = road.reserve_m is not None and road.reserve_m <= rules.joint_reserve_m
    left_m = road.total_width_m if is_joint else road.width_m
    return (
        ((-width_m, 0.0), (0.0, width_m)),
        ((left_m, left_m + width_m), (left_m - width_m, left_m)),
    )


def _field(installation: Installation, span_m: tuple[float, float]) -> Field:
    """Illuminances of all shapes between two y."""
    grid, rules = _grid(installation, span_m), installation.rules
    lx = _lit(installation, grid, horizontal(rules))
    dome_lx = _lit(installation, grid, hemispherical(rules))
    half_lx = [_lit(installation, grid, semicylindrical(deg, rules)).min() for deg in ALONG_DEG]
    wall_lx = [_lit(installation, grid, vertical(deg, rules)).min() for deg in ALONG_DEG]
    average_lx, dome_average_lx = float(lx.mean()), float(dome_lx.mean())
    figures = Figures(
        average_lx=average_lx,
        least_lx=float(lx.min()),
        illuminance_uniformity=ratio(float(lx.min()), average_lx),
        hemispherical_lx=dome_average_lx,
        hemispherical_uniformity=ratio(float(dome_lx.min()), dome_average_lx),
        least_semicylindrical_lx=float(min(half_lx)),
        least_vertical_lx=float(min(wall_lx)),
    )
    return Field(grid=grid, lx=lx, figures=figures)


def _views(installation: Installation) -> tuple[View, ...]:
    """What the observer of each lane sees of the dry road."""
    found = []
    for observer in _observers(installation):
        cd_m2 = _seen(installation, observer, installation.surface)
        average = float(cd_m2.mean())
        lane = cd_m2[installation.rules.points_per_lane * observer.lane + 1]
        initial = average / installation.maintenance_factor
        veil = _veil(installation, observer)
        found.append(
            View(
                observer=observer,
                cd_m2=cd_m2,
                luminance_cd_m2=average,
                overall_uniformity=ratio(float(cd_m2.min()), average),
                lengthwise_uniformity=ratio(float(lane.min()), float(lane.max())),
                glare_percent=threshold_increment(veil, initial, rules=installation.rules),
            )
        )
    return tuple(found)


def _with_views(
    installation: Installation,
    figures: Figures,
    views: tuple[View, ...],
    edges: tuple[float, float],
) -> Figures:
    """The carriageway's figures: the worst of all views, the worse edge."""
    wet = None
    if installation.wet_surface is not None:
        seen = [_seen(installation, view.observer, installation.wet_surface) for view in views]
        wet = min(ratio(float(each.min()), float(each.mean())) for each in seen)
    return replace(
        figures,
        luminance_cd_m2=min(view.luminance_cd_m2 for view in views),
        overall_uniformity=min(view.overall_uniformity for view in views),
        lengthwise_uniformity=min(view.lengthwise_uniformity for view in views),
        glare_percent=max(float(view.glare_percent.max()) for view in views),
        edge_ratio=min(edges),
        wet_uniformity=wet,
    )


def _edge_ratios(installation: Installation) -> tuple[float, float]:
    """EIR at the right and at the left edge: mean outside over mean inside."""
    light = horizontal(installation.rules)
    right, left = (
        [float(_lit(installation, _grid(installation, span), light).mean()) for span in pair]
        for pair in edge_spans(installation.road, installation.rules)
    )
    return ratio(*right), ratio(*left)


def _veil(installation: Installation, observer: Observer) -> NDArray[np.float64]:
    """Initial veiling luminance at each place of one moving observer, row by row."""
    rules, reach_m = installation.rules, installation.rules.glare_reach_m
    x_m = places(
        observer,
        installation.start_m,
        installation.length_m,
        installation.reference.height_m,
        rules,
    )
    total = np.zeros(len(x_m))
    for row in installation.rows:
        lamps = installation.lamps(row, x_m.min() - reach_m, x_m.max() + reach_m, initial=True)
        share = veils(x_m, observer.y_m, lamps, observer.heading, rules=rules)
        total += row_sums(share, lamps, observer.heading, rules=rules)
    return total


def _seen(
    installation: Installation, observer: Observer, surface: ReflectionTable
) -> NDArray[np.float64]:
    """Luminance grid towards one observer."""
    grid = _luminance_grid(installation)
    light = Luminance(
        x_m=grid.x_m, y_m=grid.y_m, observer=observer, surface=surface, rules=installation.rules
    )
    return _lit(installation, grid, light)


def _lit(installation: Installation, grid: Grid, quantity: Quantity) -> NDArray[np.float64]:
    """A quantity on a grid, all rows together: (rows across, columns along)."""
    rules = installation.rules
    reach_h = max(
        rules.illuminance_reach_h, rules.towards_observer_h, rules.beyond_point_h, rules.aside_h
    )
    total = np.zeros(grid.shape)
    for row in installation.rows:
        reach_m = reach_h * row.height_m
        lamps = installation.lamps(row, grid.along_m[0] - reach_m, grid.along_m[-1] + reach_m)
        total += summed(grid.x_m, grid.y_m, lamps, quantity).reshape(grid.shape)
    return total


def _grid(installation: Installation, span_m: tuple[float, float]) -> Grid:
    return illuminance_grid(installation.start_m, installation.length_m, span_m, installation.rules)


def _luminance_grid(installation: Installation) -> Grid:
    return luminance_grid(
        installation.start_m, installation.length_m, installation.road, installation.rules
    )


def _observers(installation: Installation) -> Iterable[Observer]:
    return observers(
        installation.road, installation.start_m, installation.length_m, installation.rules
    )
