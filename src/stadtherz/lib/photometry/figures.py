"""Figures: what a field of a road gets, by the names of EN 13201-2 and -3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from stadtherz.lib.photometry.grid import Grid
    from stadtherz.lib.photometry.observers import Observer


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Maintained values of one field; None where the field has none.

    Args:
        average_lx, least_lx: horizontal illuminance Eav, Emin.
        illuminance_uniformity: Emin / Eav.
        hemispherical_lx, hemispherical_uniformity: Ehs,av and Ehs,min / Ehs,av.
        least_semicylindrical_lx, least_vertical_lx: Esc,min and Ev,min at 1.5 m, the worse of both
            directions along the road.
        luminance_cd_m2: Lav, worst observer.
        overall_uniformity: U0 = Lmin / Lav, worst observer.
        lengthwise_uniformity: Ul = Lmin / Lmax on a lane's centre line, worst lane.
        glare_percent: fTI, worst observer and place.
        edge_ratio: EIR, the worse side.
        wet_uniformity: U0 on the wet road.

    """

    average_lx: float | None = None
    least_lx: float | None = None
    illuminance_uniformity: float | None = None
    hemispherical_lx: float | None = None
    hemispherical_uniformity: float | None = None
    least_semicylindrical_lx: float | None = None
    least_vertical_lx: float | None = None
    luminance_cd_m2: float | None = None
    overall_uniformity: float | None = None
    lengthwise_uniformity: float | None = None
    glare_percent: float | None = None
    edge_ratio: float | None = None
    wet_uniformity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """Horizontal illuminance of one field, point by point.

    Args:
        grid: its points.
        lx: (rows across, columns along), from the right edge, along +x.
        figures: its values.

    """

    grid: Grid
    lx: NDArray[np.float64]
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """What one observer sees.

    Args:
        observer: who.
        cd_m2: (rows across, columns along) of the luminance grid.
        luminance_cd_m2, overall_uniformity, lengthwise_uniformity: Lav, U0, Ul of the own lane.
        glare_percent: (N,) fTI at each place of the moving observer.

    """

    observer: Observer
    cd_m2: NDArray[np.float64]
    luminance_cd_m2: float
    overall_uniformity: float
    lengthwise_uniformity: float
    glare_percent: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadResult:
    """Everything that EN 13201-3 asks of one installation.

    Args:
        edition: of the rules.
        carriageway: illuminance field with all figures of the carriageway.
        strips: fields of footways and the like, by name.
        luminance_grid: points of every view.
        views: one per lane.
        edge_ratios: EIR on the right and on the left.

    """

    edition: str
    carriageway: Field
    strips: Mapping[str, Field]
    luminance_grid: Grid
    views: tuple[View, ...]
    edge_ratios: tuple[float, float]

    @property
    def figures(self) -> Figures:
        """The carriageway's."""
        return self.carriageway.figures


def ratio(part: float, whole: float) -> float:
    """A uniformity: part over whole, 0 where all is dark."""
    return part / whole if whole > 0 else 0.0
