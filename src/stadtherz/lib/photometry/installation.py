"""Installation: a road with its rows of luminaires, ready to be calculated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.lamps import Lamps
from stadtherz.lib.photometry.reflection import R3
from stadtherz.lib.photometry.rules import EN_13201_3_2015

if TYPE_CHECKING:
    from stadtherz.lib.photometry.layout import RoadLayout
    from stadtherz.lib.photometry.reflection import ReflectionTable
    from stadtherz.lib.photometry.rows import Row
    from stadtherz.lib.photometry.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Installation:
    """What is calculated.

    Args:
        road: its cross-section.
        rows: one or more.
        maintenance_factor: above 0, at most 1.
        surface: the dry road's reflection table.
        wet_surface: the wet road's, or None: then no wet uniformity.
        rules: the standard's edition.

    Raises:
        PhotometryError: (photometry.E009) no row, a factor out of range, luminaires at or below
            the observer's eye; (photometry.E004) a row on a reserve that the road lacks.

    """

    road: RoadLayout
    rows: tuple[Row, ...]
    maintenance_factor: float = 1.0
    surface: ReflectionTable = R3
    wet_surface: ReflectionTable | None = None
    rules: Rules = EN_13201_3_2015

    def __post_init__(self) -> None:
        eye_m = max(self.rules.eye_height_m, self.rules.upright_plane_m)
        problem = ""
        if not self.rows:
            problem = "it has no row of luminaires"
        elif not 0 < self.maintenance_factor <= 1:
            problem = f"the maintenance factor is {self.maintenance_factor}"
        elif (lowest_m := min(row.height_m for row in self.rows)) <= eye_m:
            problem = f"a luminaire is {lowest_m} m high, the observer's eye {eye_m} m"
        if problem:
            raise PhotometryError(
                f"This installation cannot be calculated: {problem}.",
                fix="Correct rows, heights (metres above the road) and maintenance factor.",
                code="photometry.E009",
            )
        for row in self.rows:
            row.y_m(self.road)

    @property
    def reference(self) -> Row:
        """The row between two of whose luminaires the field lies: the one of largest spacing."""
        return max(self.rows, key=lambda row: row.spacing_m)

    @property
    def start_m(self) -> float:
        """Where (x) the field begins."""
        return self.reference.start_m

    @property
    def length_m(self) -> float:
        """Length of the field."""
        return self.reference.spacing_m

    def lamps(self, row: Row, from_m: float, to_m: float, *, initial: bool = False) -> Lamps:
        """Luminaires of a row between two x; ``initial`` leaves the maintenance factor out."""
        return Lamps.of(
            (row.luminaire,),
            row.x_m(from_m, to_m),
            row.y_m(self.road),
            row.height_m,
            turn_deg=row.turn_deg + (180.0 if row.is_reversed else 0.0),
            tilt_deg=row.tilt_deg,
            roll_deg=row.roll_deg,
            factor=row.flux_factor * (1.0 if initial else self.maintenance_factor),
        )

    def rotated(self) -> Installation:
        """The same road seen by somebody who comes the other way.

        On a road with a reserve this is how its second carriageway is calculated.
        """
        middle_m = self.start_m + self.length_m / 2
        return replace(
            self,
            road=self.road.rotated(),
            rows=tuple(row.rotated(middle_m) for row in self.rows),
        )
