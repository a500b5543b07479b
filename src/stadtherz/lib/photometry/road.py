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
from stadtherz.lib.photometry.kernel import sums
from stadtherz.lib.photometry.lamps import joined
from stadtherz.lib.photometry.luminance import Luminance
from stadtherz.lib.photometry.observers import observers, places

if TYPE_CHECKING:
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
    road, lit = installation.road, _Lit(installation)
    carriageway = lit.field((0.0, road.width_m))
    views = tuple(lit.view(observer) for observer in lit.observers)
    edges = lit.edge_ratios()
    return RoadResult(
        edition=installation.rules.edition,
        carriageway=replace(
            carriageway,
            figures=replace(
                carriageway.figures,
                luminance_cd_m2=min(view.luminance_cd_m2 for view in views),
                overall_uniformity=min(view.overall_uniformity for view in views),
                lengthwise_uniformity=min(view.lengthwise_uniformity for view in views),
                glare_percent=max(float(view.glare_percent.max()) for view in views),
                edge_ratio=min(edges),
                wet_uniformity=lit.wet_uniformity(),
            ),
        ),
        strips={strip.name: lit.field(road.span_m(strip)) for strip in road.strips},
        luminance_grid=lit.luminance_grid,
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


class _Lit:
    """An installation on its way to a result: its lamps, grids and observers made once."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.rules = rules = installation.rules
        start_m, length_m = installation.start_m, installation.length_m
        reach_h = max(rules.illuminance_reach_h, rules.towards_observer_h, rules.beyond_point_h)
        self.lamps = joined(
            [
                installation.lamps(
                    row,
                    start_m - reach_h * row.height_m,
                    start_m + length_m + reach_h * row.height_m,
                )
                for row in installation.rows
            ]
        )
        self.luminance_grid = luminance_grid(start_m, length_m, installation.road, rules)
        self.observers = observers(installation.road, start_m, length_m, rules)

    def field(self, span_m: tuple[float, float]) -> Field:
        """Illuminances of all shapes between two y."""
        grid, rules = self._grid(span_m), self.rules
        lx, dome_lx = self._sums(grid, horizontal(rules), hemispherical(rules))
        upright = [shape(deg, rules) for shape in (semicylindrical, vertical) for deg in ALONG_DEG]
        half_lx, wall_lx = self._sums(grid, *upright).reshape(2, -1)
        average_lx, dome_average_lx = float(lx.mean()), float(dome_lx.mean())
        figures = Figures(
            average_lx=average_lx,
            least_lx=float(lx.min()),
            illuminance_uniformity=ratio(float(lx.min()), average_lx),
            hemispherical_lx=dome_average_lx,
            hemispherical_uniformity=ratio(float(dome_lx.min()), dome_average_lx),
            least_semicylindrical_lx=float(half_lx.min()),
            least_vertical_lx=float(wall_lx.min()),
        )
        return Field(grid=grid, lx=lx, figures=figures)

    def view(self, observer: Observer) -> View:
        """What one observer sees of the dry road."""
        cd_m2 = self._seen(observer, self.installation.surface)
        average = float(cd_m2.mean())
        lane = cd_m2[self.rules.points_per_lane * observer.lane + self.rules.points_per_lane // 2]
        initial = average / self.installation.maintenance_factor
        return View(
            observer=observer,
            cd_m2=cd_m2,
            luminance_cd_m2=average,
            overall_uniformity=ratio(float(cd_m2.min()), average),
            lengthwise_uniformity=ratio(float(lane.min()), float(lane.max())),
            glare_percent=threshold_increment(self._veil(observer), initial, rules=self.rules),
        )

    def wet_uniformity(self) -> float | None:
        """U0 of the wet road, worst observer; None without a wet table."""
        surface = self.installation.wet_surface
        if surface is None:
            return None
        seen = [self._seen(observer, surface) for observer in self.observers]
        return min(ratio(float(each.min()), float(each.mean())) for each in seen)

    def edge_ratios(self) -> tuple[float, float]:
        """EIR at the right and at the left edge: mean outside over mean inside."""
        light = horizontal(self.rules)
        right, left = (
            [float(self._sums(self._grid(span), light).mean()) for span in pair]
            for pair in edge_spans(self.installation.road, self.rules)
        )
        return ratio(*right), ratio(*left)

    def _veil(self, observer: Observer) -> NDArray[np.float64]:
        """Initial veiling luminance at each place of one moving observer, row by row."""
        installation, reach_m = self.installation, self.rules.glare_reach_m
        x_m = places(
            observer,
            installation.start_m,
            installation.length_m,
            installation.reference.height_m,
            self.rules,
        )
        total = np.zeros(len(x_m))
        for row in installation.rows:
            lamps = installation.lamps(row, x_m.min() - reach_m, x_m.max() + reach_m, initial=True)
            share = veils(x_m, observer.y_m, lamps, observer.heading, rules=self.rules)
            total += row_sums(share, lamps, observer.heading, rules=self.rules)
        return total

    def _seen(self, observer: Observer, surface: ReflectionTable) -> NDArray[np.float64]:
        """Luminance grid towards one observer."""
        grid = self.luminance_grid
        light = Luminance(
            x_m=grid.x_m, y_m=grid.y_m, observer=observer, surface=surface, rules=self.rules
        )
        seen: NDArray[np.float64] = self._sums(grid, light)[0]
        return seen

    def _sums(self, grid: Grid, *quantities: Quantity) -> NDArray[np.float64]:
        """Quantities of one plane on a grid: (quantities, rows across, columns along)."""
        found = sums(grid.x_m, grid.y_m, self.lamps, quantities)
        return np.asarray(found, np.float64).reshape(len(quantities), *grid.shape)

    def _grid(self, span_m: tuple[float, float]) -> Grid:
        installation = self.installation
        return illuminance_grid(
            installation.start_m, installation.length_m, span_m, installation.rules
        )
