"""Influence: what each lamp gives to each value of a field, so that dimming is one product.

Everything but ratios is linear in the lamps' levels: illuminance, luminance per observer, edge
strips, veiling luminance. So one matrix per field turns many dimming states at once into values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.glare import veils
from stadtherz.lib.photometry.grid import illuminance_grid, luminance_grid
from stadtherz.lib.photometry.illuminance import horizontal, semicylindrical, vertical
from stadtherz.lib.photometry.kernel import matrix
from stadtherz.lib.photometry.lamps import joined
from stadtherz.lib.photometry.luminance import Luminance
from stadtherz.lib.photometry.observers import observers, places
from stadtherz.lib.photometry.plan import Plan, States, read
from stadtherz.lib.photometry.road import ALONG_DEG, edge_spans

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stadtherz.lib.photometry.grid import Grid
    from stadtherz.lib.photometry.installation import Installation
    from stadtherz.lib.photometry.kernel import Quantity
    from stadtherz.lib.photometry.lamps import Lamps
    from stadtherz.lib.photometry.layout import RoadLayout
    from stadtherz.lib.photometry.observers import Observer
    from stadtherz.lib.photometry.plan import Span
    from stadtherz.lib.photometry.reflection import ReflectionTable
    from stadtherz.lib.photometry.rules import Rules

Floats = Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A stretch of road between two lamps of any street, in the street's own frame.

    Args:
        road: its cross-section.
        lamps: every lamp near enough to count (500 m ahead for glare), at full initial flux.
        start_m, length_m: the field along x.
        height_m: mounting height for the moving observer's first place.
        maintenance_factor: above 0, at most 1.
        surface: the road's reflection table.
        rules: edition.

    """

    road: RoadLayout
    lamps: Lamps
    start_m: float
    length_m: float
    height_m: float
    maintenance_factor: float
    surface: ReflectionTable
    rules: Rules

    @classmethod
    def of(cls, installation: Installation) -> Scene:
        """The field of a regular installation, each of its lamps with a level of its own."""
        reach_m = installation.rules.glare_reach_m + installation.length_m
        rows = [
            installation.lamps(
                row, installation.start_m - reach_m, installation.start_m + reach_m, initial=True
            )
            for row in installation.rows
        ]
        return cls(
            road=installation.road,
            lamps=joined(rows),
            start_m=installation.start_m,
            length_m=installation.length_m,
            height_m=installation.reference.height_m,
            maintenance_factor=installation.maintenance_factor,
            surface=installation.surface,
            rules=installation.rules,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Influence:
    """One field's matrix.

    Args:
        matrix: (rows, N) float32 at full flux; maintenance counted, but not in veils.
        lamps: (N,) numbers of the lamps in the town's (or street's) own list.
        plan: what the rows are.
        maintenance_factor: of the field.
        rules: edition.

    """

    matrix: NDArray[np.float32]
    lamps: NDArray[np.intp]
    plan: Plan
    maintenance_factor: float
    rules: Rules

    def values(self, level: ArrayLike) -> Floats:
        """All rows for each state: (..., rows) from levels (..., N).

        Args:
            level: 0 to 1 of each lamp's flux, in the order of ``lamps``.

        Raises:
            PhotometryError: (photometry.E016) not one level per lamp.

        """
        levels = np.asarray(level, np.float32)
        if levels.ndim == 0 or levels.shape[-1] != self.matrix.shape[1]:
            raise PhotometryError(
                f"{self.matrix.shape[1]} lamps light this field, but the levels have the shape "
                f"{levels.shape}.",
                fix="Give one level per lamp, in the order of the influence's lamps.",
                code="photometry.E016",
            )
        return levels @ self.matrix.T

    def states(self, level: ArrayLike) -> States:
        """Figures of each state: arrays (...) from levels (..., N); errors as in `values`."""
        return read(self.values(level), self.plan, self.maintenance_factor, self.rules)


def carriageway_influence(scene: Scene) -> Influence:
    """Influence on everything that is asked of a carriageway.

    Lamps that give nothing to any value are left out.
    """
    road, rules, rows = scene.road, scene.rules, _Rows(scene)
    lit = rows.lit((0.0, road.width_m))
    grid = luminance_grid(scene.start_m, scene.length_m, road, rules)
    views = tuple(
        rows.view(grid, observer)
        for observer in observers(road, scene.start_m, scene.length_m, rules)
    )
    edges = tuple(
        (rows.lux(outside), rows.lux(inside)) for outside, inside in edge_spans(road, rules)
    )
    return rows.influence(lit, views, edges)


def strip_influence(scene: Scene, span_m: tuple[float, float]) -> Influence:
    """Influence on the illuminances between two y, such as a footway's `RoadLayout.span_m`."""
    rows = _Rows(scene)
    return rows.influence(rows.lit(span_m), (), ())


class _Rows:
    """Rows of a matrix on their way."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.parts: list[NDArray[np.float64]] = []
        self.veils: list[NDArray[np.float64]] = []
        self.count = 0

    def lit(self, span_m: tuple[float, float]) -> tuple[Span, Span, Span]:
        """Horizontal, semicylindrical and vertical illuminance."""
        rules = self.scene.rules
        half, wall = (
            [self.lux(span_m, shape(facing_deg, rules)) for facing_deg in ALONG_DEG]
            for shape in (semicylindrical, vertical)
        )
        return self.lux(span_m), (half[0][0], half[-1][1]), (wall[0][0], wall[-1][1])

    def lux(self, span_m: tuple[float, float], quantity: Quantity | None = None) -> Span:
        """Illuminance between two y, horizontal unless said."""
        scene = self.scene
        grid = illuminance_grid(scene.start_m, scene.length_m, span_m, scene.rules)
        return self._maintained(grid, quantity or horizontal(scene.rules))

    def view(self, grid: Grid, observer: Observer) -> tuple[Span, Span]:
        """Luminance towards one observer and its lane's centre line; its veil is kept for later."""
        scene, rules = self.scene, self.scene.rules
        first, last = self._maintained(
            grid,
            Luminance(
                x_m=grid.x_m, y_m=grid.y_m, observer=observer, surface=scene.surface, rules=rules
            ),
        )
        along = len(grid.along_m)
        lane = first + (rules.points_per_lane * observer.lane + rules.points_per_lane // 2) * along
        x_m = places(observer, scene.start_m, scene.length_m, scene.height_m, rules)
        veil = veils(x_m, observer.y_m, scene.lamps, observer.heading, rules=rules)
        self.veils.append(veil)
        return (first, last), (lane, lane + along)

    def influence(
        self,
        lit: tuple[Span, Span, Span],
        views: tuple[tuple[Span, Span], ...],
        edges: tuple[tuple[Span, Span], ...],
    ) -> Influence:
        """Close the matrix; veils come last, because other lamps make them."""
        near = self.count
        veils_at = [self._put(veil) for veil in self.veils]
        whole = np.concatenate(self.parts)
        lamps = np.flatnonzero(whole.any(axis=0))
        return Influence(
            matrix=np.ascontiguousarray(whole[:, lamps], np.float32),
            lamps=lamps,
            plan=Plan(
                lux=lit[0],
                semicylindrical=lit[1],
                vertical=lit[2],
                views=tuple((*view, veil) for view, veil in zip(views, veils_at, strict=True)),
                edges=edges,
                near=near,
                rows=self.count,
            ),
            maintenance_factor=self.scene.maintenance_factor,
            rules=self.scene.rules,
        )

    def _maintained(self, grid: Grid, quantity: Quantity) -> Span:
        share = matrix(grid.x_m, grid.y_m, self.scene.lamps, quantity)
        return self._put(share * self.scene.maintenance_factor)

    def _put(self, share: NDArray[np.float64]) -> Span:
        self.parts.append(share)
        self.count += len(share)
        return self.count - len(share), self.count
