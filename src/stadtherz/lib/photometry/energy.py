"""Energy figures of a lit field: PDI and AECI (EN 13201-5:2015)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.errors import PhotometryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.lib.photometry.figures import RoadResult
    from stadtherz.lib.photometry.installation import Installation

LONGEST_YEAR_H = 8784.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One lit area of the field.

    Args:
        average_lx: maintained average horizontal illuminance at the state that is judged.
        area_m2: its area.

    """

    average_lx: float
    area_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Hours of a year in one dimming state.

    Args:
        power_w: system power of all luminaires of the field in this state, standby included.
        hours: per year.

    """

    power_w: float
    hours: float


def field_power_w(installation: Installation) -> float:
    """System power of the luminaires of one field, in watts: each row by its own spacing."""
    return sum(row.power_w * installation.length_m / row.spacing_m for row in installation.rows)


def field_areas(installation: Installation, result: RoadResult) -> tuple[Area, ...]:
    """Lit areas of one field: the calculated carriageway and all strips."""
    road, length_m = installation.road, installation.length_m
    widths = {strip.name: strip.width_m for strip in road.strips}
    fields = [(result.carriageway, road.width_m)]
    fields += [(field, widths[name]) for name, field in result.strips.items()]
    return tuple(
        Area(average_lx=float(field.lx.mean()), area_m2=width_m * length_m)
        for field, width_m in fields
    )


def power_density(power_w: float, areas: Iterable[Area]) -> float:
    """Power density indicator PDI = P / sum of (E A), in W/(lx m²).

    Args:
        power_w: system power of the luminaires that light the areas.
        areas: carriageway, footways, without the strips of the edge illuminance ratio.

    Raises:
        PhotometryError: (photometry.E012) a value is negative or not finite, or all is dark.

    """
    lit = list(areas)
    _check([power_w, *(value for area in lit for value in (area.average_lx, area.area_m2))])
    total = sum(area.average_lx * area.area_m2 for area in lit)
    if total <= 0:
        raise _refused("there is no lit area")
    return power_w / total


def annual_consumption(spells: Iterable[Spell], area_m2: float) -> float:
    """Annual energy consumption indicator AECI = sum of (P t) / A, in Wh/m² and year.

    Args:
        spells: the year's dimming profile; hours when the lamps rest count with standby power.
        area_m2: all areas that the luminaires light.

    Raises:
        PhotometryError: (photometry.E012) a value is negative or not finite, the area is 0, the
            hours are more than a year has.

    """
    profile = list(spells)
    _check([area_m2, *(value for spell in profile for value in (spell.power_w, spell.hours))])
    hours = sum(spell.hours for spell in profile)
    if hours > LONGEST_YEAR_H:
        raise _refused(f"the profile has {hours:g} hours, a year at most {LONGEST_YEAR_H:g}")
    if area_m2 <= 0:
        raise _refused("there is no lit area")
    return sum(spell.power_w * spell.hours for spell in profile) / area_m2


def _check(values: list[float]) -> None:
    if any(not math.isfinite(value) or value < 0 for value in values):
        raise _refused("a power, an area, hours or lux are negative or not a number")


def _refused(why: str) -> PhotometryError:
    return PhotometryError(
        f"The energy figures cannot be calculated: {why}.",
        fix="Give watts, hours per year, square metres and lux of the lit areas.",
        code="photometry.E012",
    )
