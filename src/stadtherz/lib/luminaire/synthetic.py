"""SyntheticLuminaire: a road luminaire that nobody built, and its files in both formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from stadtherz.lib.luminaire.eulumdat import EulumdatFile, LampSet
from stadtherz.lib.luminaire.eulumdat.file import given_planes
from stadtherz.lib.luminaire.ies import IesEdition, IesFile, IesUnits
from stadtherz.lib.luminaire.ies.file import ABSOLUTE_LM, RANGES
from stadtherz.lib.luminaire.intensities import FULL_TURN_DEG, Intensities
from stadtherz.lib.luminaire.symmetry import Symmetry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.luminaire.optic import Optic

REVISION: Final = 1  # rises whenever the bytes of the files change
MAKER: Final = "Stadtherz (synthetic, no product)"
NOTE: Final = "Synthetic: computed from parameters, not measured, not for sale"
MADE_ON: Final = "2026-11-22"
C_STEP_DEG: Final = 5.0
GAMMA_STEP_DEG: Final = 2.5
DIGITS: Final = 2  # of cd/klm, as usual in EULUMDAT
#: IES angles count from the street, ours from the road: the same symmetry has another name.
_IES_SYMMETRY: Final = {
    Symmetry.ABOUT_0_180: Symmetry.ABOUT_90_270,
    Symmetry.ABOUT_90_270: Symmetry.ABOUT_0_180,
}


@dataclass(frozen=True, kw_only=True)
class SyntheticLuminaire:
    """A luminaire of the catalogue.

    Args:
        key: name of its files.
        flux_lm: a multiple of 100, so that both formats can tell the same numbers.
        size_mm: length across the road, width along it, height of the housing.
        opening_mm: length and width of the luminous area; width 0 is round.

    """

    key: str
    name: str
    optic: Optic
    symmetry: Symmetry
    flux_lm: int
    power_w: float
    cct_k: int
    cri: int
    size_mm: tuple[int, int, int] = (620, 260, 110)
    opening_mm: tuple[int, int] = (300, 180)

    @property
    def gamma_deg(self) -> NDArray[np.float64]:
        """Down to the horizon, or the whole sphere where light goes up."""
        last_deg = 180 if self.optic.upward else 90
        return np.arange(last_deg / GAMMA_STEP_DEG + 1) * GAMMA_STEP_DEG

    @cached_property
    def cd_per_klm(self) -> Intensities:
        """The whole table per 1,000 lm of the luminaire, rounded as it is printed."""
        c_deg = np.arange(FULL_TURN_DEG / C_STEP_DEG + 1) * C_STEP_DEG
        relative = self.optic.light(c_deg, self.gamma_deg)
        relative[-1] = relative[0]
        shape = Intensities(c_deg=c_deg, gamma_deg=self.gamma_deg, intensity_cd=relative)
        return Intensities(
            c_deg=c_deg,
            gamma_deg=self.gamma_deg,
            intensity_cd=np.round(relative * (1000 / shape.flux_lm), DIGITS),
        )

    def eulumdat(self) -> EulumdatFile:
        """Its EULUMDAT file: absolute photometry, C0 along the road."""
        table = self.cd_per_klm
        c_deg = tuple(table.c_deg[:-1].tolist())
        rows = [table.intensity_cd[index] for index in given_planes(self.symmetry, c_deg)]
        length, width, height = self.size_mm
        return EulumdatFile(
            identification=MAKER,
            kind=1 if self.symmetry is Symmetry.ROTATIONAL else 3,
            symmetry=self.symmetry,
            plane_step_deg=C_STEP_DEG,
            gamma_step_deg=GAMMA_STEP_DEG,
            report=f"synthetic, revision {REVISION}",
            name=self.name,
            number=self.key,
            file_name=f"{self.key}.ldt",
            date_and_user=f"{MADE_ON} {NOTE}",
            length_mm=length,
            width_mm=width,
            height_mm=height,
            luminous_length_mm=self.opening_mm[0],
            luminous_width_mm=self.opening_mm[1],
            luminous_heights_mm=(0, 0, 0, 0),
            downward_flux_percent=round((1 - table.upward_share) * 100, 2),
            output_ratio_percent=100,
            factor=1,
            tilt_deg=0,
            lamp_sets=(self._lamps(),),
            direct_ratios=(0,) * 10,
            c_deg=c_deg,
            gamma_deg=tuple(table.gamma_deg.tolist()),
            intensity_cd_per_klm=tuple(tuple(row.tolist()) for row in rows),
        )

    def ies(self) -> IesFile:
        """Its IES file: absolute photometry, 0 degrees towards the street, as is the custom."""
        table = self.cd_per_klm.turned(-90)
        symmetry = _IES_SYMMETRY.get(self.symmetry, self.symmetry)
        first, last = next(ends for ends, kind in RANGES.items() if kind is symmetry)
        given = (table.c_deg >= first) & (table.c_deg <= last)
        candela = np.round(table.intensity_cd[given] * (self.flux_lm / 1000), DIGITS + 1)
        width_m, length_m = self.opening_mm[1] / 1000, self.opening_mm[0] / 1000
        return IesFile(
            edition=IesEdition.LM_63_2002,
            keywords=self._keywords(),
            tilt=None,
            lamps=1,
            lumens_per_lamp_lm=ABSOLUTE_LM,
            factor=1,
            units=IesUnits.METRES,
            opening_width=width_m or -length_m,
            opening_length=length_m if width_m else -length_m,
            opening_height=0,
            ballast_factor=1,
            future_use=1,
            power_w=self.power_w,
            vertical_deg=tuple(table.gamma_deg.tolist()),
            horizontal_deg=tuple(table.c_deg[given].tolist()),
            intensity=tuple(tuple(row) for row in candela.tolist()),
        )

    def _lamps(self) -> LampSet:
        return LampSet(
            lamps=-1,
            kind="LED",
            flux_lm=self.flux_lm,
            colour=f"{self.cct_k} K",
            colour_rendering=str(self.cri),
            power_w=self.power_w,
        )

    def _keywords(self) -> tuple[tuple[str, str], ...]:
        return (
            ("TEST", f"synthetic, revision {REVISION}"),
            ("TESTLAB", "none: computed"),
            ("ISSUEDATE", MADE_ON),
            ("MANUFAC", MAKER),
            ("LUMCAT", self.key),
            ("LUMINAIRE", self.name),
            ("LAMP", "LED"),
            ("OTHER", NOTE),
            ("_LUMENS", str(self.flux_lm)),
            ("_CCT", f"{self.cct_k} K"),
            ("_CRI", str(self.cri)),
        )
