"""EulumdatFile: everything an EULUMDAT file (.ldt) tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stadtherz.lib.luminaire.errors import LuminaireError
from stadtherz.lib.luminaire.symmetry import Symmetry, unfolded

if TYPE_CHECKING:
    from stadtherz.lib.luminaire.intensities import Intensities

#: Isym of line 3, in its order.
SYMMETRIES: Final = (
    Symmetry.NONE,
    Symmetry.ROTATIONAL,
    Symmetry.ABOUT_0_180,
    Symmetry.ABOUT_90_270,
    Symmetry.QUADRANT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSet:
    """One lamping of the luminaire (lines 26a to 26f).

    Args:
        lamps: how many; negative says that the luminaire was measured as a whole (absolute).
        flux_lm: of all lamps together, or of the whole luminaire when `lamps` is negative.
        colour: colour appearance or temperature, as told.
        colour_rendering: group or index, as told.
        power_w: of all lamps together with their control gear.

    """

    lamps: int
    kind: str
    flux_lm: float
    colour: str
    colour_rendering: str
    power_w: float

    @property
    def is_absolute(self) -> bool:
        """Whether the flux is the luminaire's own, without a light output ratio."""
        return self.lamps < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EulumdatFile:
    """All values of an EULUMDAT file in its order (A. Stockmar, 1990; lines 1 to 30).

    Args:
        kind: Ityp; 1 point source with rotational symmetry, 2 linear, 3 any other, 0 untold.
        symmetry: Isym.
        plane_step_deg: Dc; 0 says that the planes are uneven.
        gamma_step_deg: Dg; 0 says that the angles are uneven.
        length_mm: of the luminaire; its diameter where the width is 0. Likewise the
            luminous area.
        luminous_heights_mm: at C0, C90, C180, C270.
        downward_flux_percent: DFF. output_ratio_percent: LORL.
        factor: every intensity is multiplied by it.
        tilt_deg: of the luminaire while it was measured.
        direct_ratios: for room indices 0.6 to 5.
        c_deg: all Mc planes, also those whose intensities the symmetry leaves out.
        intensity_cd_per_klm: one row per plane of `given_deg`, one value per gamma.

    """

    identification: str
    kind: int
    symmetry: Symmetry
    plane_step_deg: float
    gamma_step_deg: float
    report: str
    name: str
    number: str
    file_name: str
    date_and_user: str
    length_mm: float
    width_mm: float
    height_mm: float
    luminous_length_mm: float
    luminous_width_mm: float
    luminous_heights_mm: tuple[float, float, float, float]
    downward_flux_percent: float
    output_ratio_percent: float
    factor: float
    tilt_deg: float
    lamp_sets: tuple[LampSet, ...]
    direct_ratios: tuple[float, ...]
    c_deg: tuple[float, ...]
    gamma_deg: tuple[float, ...]
    intensity_cd_per_klm: tuple[tuple[float, ...], ...]

    @property
    def given_deg(self) -> tuple[float, ...]:
        """The planes whose intensities stand in the file, in its order."""
        return tuple(self.c_deg[index] for index in given_planes(self.symmetry, self.c_deg))

    def lamp_set(self, number: int = 1) -> LampSet:
        """One of the lampings, counted from 1.

        Raises:
            LuminaireError: (luminaire.E012) the file has no such lamping.

        """
        if not 1 <= number <= len(self.lamp_sets):
            raise LuminaireError(
                f"There is no lamp set {number}; the file tells {len(self.lamp_sets)}.",
                fix=f"Choose 1 to {len(self.lamp_sets)}.",
                code="luminaire.E012",
            )
        return self.lamp_sets[number - 1]

    def intensities(self, lamp_set: int = 1) -> Intensities:
        """The whole table in candela with one of the lampings, in the file's own angles."""
        candela_per_value = self.lamp_set(lamp_set).flux_lm / 1000 * self.factor
        return unfolded(
            self.symmetry,
            self.given_deg,
            self.gamma_deg,
            self.intensity_cd_per_klm,
            candela_per_value,
        )


def given_planes(symmetry: Symmetry, c_deg: tuple[float, ...]) -> tuple[int, ...]:
    """Which of the planes an EULUMDAT file writes, in its order; empty when one is missing.

    All; the first; C0 to C180; C270 over C0 to C90; C0 to C90.
    """
    if symmetry is Symmetry.NONE:
        return tuple(range(len(c_deg)))
    if symmetry is Symmetry.ROTATIONAL:
        return (0,)
    if symmetry is Symmetry.ABOUT_90_270:
        if 90 not in c_deg or 270 not in c_deg:  # noqa: PLR2004 - the planes by their names
            return ()
        return (*range(c_deg.index(270), len(c_deg)), *range(c_deg.index(90) + 1))
    last_deg = 180 if symmetry is Symmetry.ABOUT_0_180 else 90
    return tuple(range(c_deg.index(last_deg) + 1)) if last_deg in c_deg else ()
