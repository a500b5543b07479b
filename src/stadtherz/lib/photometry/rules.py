"""Rules: every number of a calculation standard's edition, kept as data beside its source."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.sources import Source


def _rule(value: float, source: str, *, needs_checking: bool = True) -> Any:
    """Make a field that carries where its number comes from."""
    return field(default=value, metadata={"source": Source(source, needs_checking)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One edition's grid, observer, counting and glare rules. Lengths in H are mounting heights.

    Every number has a :class:`Source`, read with `source_of`. The numbers are EN 13201-3:2015's;
    another edition is another object with another name.
    """

    edition: str

    eye_height_m: float = _rule(1.5, "EN 13201-3:2015, 7.1 (observer)")
    observer_ahead_m: float = _rule(60.0, "EN 13201-3:2015, 7.1 (observer before the field)")
    points_per_lane: int = _rule(3, "EN 13201-3:2015, 7.1 (grid, across)")
    least_points_along: int = _rule(10, "EN 13201-3:2015, 7.1 (grid, S up to 30 m)")
    step_along_m: float = _rule(3.0, "EN 13201-3:2015, 7.1 (grid, S above 30 m)")
    step_across_m: float = _rule(1.5, "EN 13201-3:2015, 7.2 (grid, across)")
    upright_plane_m: float = _rule(1.5, "EN 13201-3:2015, 7.2 (semicylindrical, vertical)")

    illuminance_reach_h: float = _rule(5.0, "EN 13201-3:2015, 7.2 (luminaires counted)")
    towards_observer_h: float = _rule(5.0, "EN 13201-3:2015, 7.1 (luminaires counted)")
    beyond_point_h: float = _rule(12.0, "EN 13201-3:2015, 7.1 (luminaires counted)")
    aside_h: float = _rule(5.0, "EN 13201-3:2015, 7.1 (luminaires counted)")

    joint_reserve_m: float = _rule(10.0, "EN 13201-3:2015, 8 (EIR, dual carriageways)")

    age_years: float = _rule(23.0, "EN 13201-3:2015, 8 (fTI)")
    age_scale_years: float = _rule(66.4, "EN 13201-3:2015, 8 (fTI)")
    veil_factor: float = _rule(9.86, "EN 13201-3:2015, 8 (fTI)")
    least_angle_deg: float = _rule(1.5, "EN 13201-3:2015, 8 (fTI)")
    largest_angle_deg: float = _rule(60.0, "EN 13201-3:2015, 8 (fTI)")
    sight_down_deg: float = _rule(1.0, "EN 13201-3:2015, 8 (fTI, line of sight)")
    roof_deg: float = _rule(20.0, "EN 13201-3:2015, 8 (fTI, roof plane)")
    start_before_h: float = _rule(2.75, "EN 13201-3:2015, 8 (fTI, first observer)")
    glare_reach_m: float = _rule(500.0, "EN 13201-3:2015, 8 (fTI, luminaires counted)")
    glare_least_share: float = _rule(0.02, "EN 13201-3:2015, 8 (fTI, luminaires counted)")
    bright_from_cd_m2: float = _rule(5.0, "EN 13201-3:2015, 8 (fTI, two formulas)")
    dim_factor: float = _rule(65.0, "EN 13201-3:2015, 8 (fTI, Lav up to 5 cd/m²)")
    dim_exponent: float = _rule(0.8, "EN 13201-3:2015, 8 (fTI, Lav up to 5 cd/m²)")
    bright_factor: float = _rule(95.0, "EN 13201-3:2015, 8 (fTI, Lav above 5 cd/m²)")
    bright_exponent: float = _rule(1.05, "EN 13201-3:2015, 8 (fTI, Lav above 5 cd/m²)")

    @property
    def age_factor(self) -> float:
        """Factor of the sum of E over theta squared, about 10 at 23 years."""
        return self.veil_factor * (1.0 + (self.age_years / self.age_scale_years) ** 4)

    def source_of(self, name: str) -> Source:
        """Where one of the numbers comes from; ``name`` is the name of its field."""
        source: Source = {each.name: each.metadata["source"] for each in fields(self)[1:]}[name]
        return source


EN_13201_3_2015 = Rules(edition="EN 13201-3:2015")
EDITIONS = {rules.edition: rules for rules in (EN_13201_3_2015,)}


def rules_of(edition: str) -> Rules:
    """Rules of an edition by its name.

    Raises:
        PhotometryError: (photometry.E001) this edition is not held.

    """
    if edition in EDITIONS:
        return EDITIONS[edition]
    raise PhotometryError(
        f"There are no rules of calculation called “{edition}”.",
        fix=f"Use one of: {', '.join(EDITIONS)}.",
        code="photometry.E001",
    )
