"""Intensities: the light of one luminaire in every direction.

C0 lies along the road (+x, direction of travel), C90 points from the mast across the carriageway
(+y), gamma 0 is straight down (CIE 140:2019 and EN 13201-3:2015, clause 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from stadtherz.lib.luminaire.errors import LuminaireError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FULL_TURN_DEG = 360.0
ANGLE_DIGITS = 9  # turning adds floats; a billionth of a degree is none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intensities:
    """A full C-gamma table, its symmetry resolved. The arrays are copied and cannot be written.

    Args:
        c_deg: (M,) plane angles, ascending, first 0, last 360; column 360 repeats column 0.
        gamma_deg: (N,) angles from straight down, ascending, first 0, last at most 180;
            beyond the last angle there is no light.
        intensity_cd: (M, N) candela at nominal (initial) flux, finite, not negative.

    Raises:
        LuminaireError: (luminaire.E001) shape, order or range is not as above.

    """

    c_deg: NDArray[np.float64]
    gamma_deg: NDArray[np.float64]
    intensity_cd: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name in ("c_deg", "gamma_deg", "intensity_cd"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        problem = _problem(self.c_deg, self.gamma_deg, self.intensity_cd)
        if problem:
            raise LuminaireError(
                f"These intensities are no luminaire's: {problem}.",
                fix="Measure or export the photometric file anew.",
                code="luminaire.E001",
            )

    def at(self, c_deg: ArrayLike, gamma_deg: ArrayLike) -> NDArray[np.float64]:
        """Intensity towards any direction, in candela.

        Bilinear between the four neighbours (CIE 140:2019, clause 5.2).

        Args:
            c_deg: any angles, taken modulo 360.
            gamma_deg: 0 to 180; beyond the last angle of the table the result is zero.

        Returns:
            Array of the two arguments' common (broadcast) shape.

        """
        gamma = np.asarray(gamma_deg, dtype=np.float64)
        c, c_share = _between(self.c_deg, np.mod(c_deg, FULL_TURN_DEG))
        g, g_share = _between(self.gamma_deg, np.clip(gamma, 0.0, self.gamma_deg[-1]))
        table = self.intensity_cd
        near = table[c, g] * (1 - g_share) + table[c, g + 1] * g_share
        far = table[c + 1, g] * (1 - g_share) + table[c + 1, g + 1] * g_share
        light: NDArray[np.float64] = near * (1 - c_share) + far * c_share
        return np.where(gamma > self.gamma_deg[-1], 0.0, light)

    @property
    def flux_lm(self) -> float:
        """Luminous flux in lumens: mid intensity times solid angle, summed over all zones.

        Makers' published lumens are zonal sums (CIE 121:1996, IES LM-63); an integral over
        the interpolated table may differ by a tenth of a percent.
        """
        return self.flux_within_lm((0.0, 180.0))

    def flux_within_lm(
        self, gamma_deg: tuple[float, float], c_deg: tuple[float, float] = (0.0, FULL_TURN_DEG)
    ) -> float:
        """Luminous flux between two angles from straight down and two planes, in lumens.

        A zone or sector that is cut by a limit counts with the solid angle of its part.
        """
        planes = self.intensity_cd
        around = np.diff(np.radians(np.clip(self.c_deg, *c_deg)))
        height = np.diff(-np.cos(np.radians(np.clip(self.gamma_deg, *gamma_deg))))
        rings = around @ ((planes[1:] + planes[:-1]) / 2)
        return float(np.sum((rings[1:] + rings[:-1]) / 2 * height))

    @property
    def upward_share(self) -> float:
        """Share of the flux above horizontal, 0 to 1 (ULR; CIE 126:1997)."""
        total_lm = self.flux_lm
        return self.flux_within_lm((90.0, 180.0)) / total_lm if total_lm > 0 else 0.0

    def turned(self, by_deg: float) -> Intensities:
        """The same light after turning the luminaire about its vertical axis.

        Columns move; none is resampled. Where no column comes to lie at C0, one is added on
        the straight line between its neighbours, which changes neither `at` nor `flux_lm`.

        Args:
            by_deg: positive in the sense of rising C (from along the road to across it).

        """
        return Intensities.of_planes(
            self.c_deg[:-1] + by_deg, self.gamma_deg, self.intensity_cd[:-1]
        )

    @classmethod
    def of_planes(cls, c_deg: ArrayLike, gamma_deg: ArrayLike, intensity_cd: ArrayLike) -> Self:
        """The table of planes in any order, modulo 360; of doubled ones the first counts.

        Where none lies at C0, one is added on the straight line between its neighbours.
        """
        turn = np.round(np.mod(c_deg, FULL_TURN_DEG), ANGLE_DIGITS)
        c, first = np.unique(np.where(turn >= FULL_TURN_DEG, 0.0, turn), return_index=True)
        table = np.asarray(intensity_cd, dtype=np.float64)[first]
        if c[0] > 0:
            before_deg = FULL_TURN_DEG - c[-1]
            share = before_deg / (before_deg + c[0])
            seam_cd = table[-1] * (1 - share) + table[0] * share
            c, table = np.insert(c, 0, 0.0), np.insert(table, 0, seam_cd, axis=0)
        return cls(
            c_deg=np.append(c, FULL_TURN_DEG),
            gamma_deg=np.asarray(gamma_deg, dtype=np.float64),
            intensity_cd=np.vstack([table, table[:1]]),
        )


def _between(
    knots: NDArray[np.float64], where: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Index of the knot below each place, and the share of the way to the next one."""
    below = np.clip(np.searchsorted(knots, where, side="right") - 1, 0, len(knots) - 2)
    share = (where - knots[below]) / (knots[below + 1] - knots[below])
    return below, share


def _problem(c: NDArray[np.float64], gamma: NDArray[np.float64], table: NDArray[np.float64]) -> str:
    """What is wrong with a table, or nothing."""
    shaped = c.ndim == gamma.ndim == 1 and table.shape == (c.size, gamma.size)
    if not shaped or min(table.shape) <= 1:
        return f"{table.shape} values for {c.shape} planes and {gamma.shape} angles"
    if not all(np.isfinite(array).all() for array in (c, gamma, table)):
        return "a number is not finite"
    if c[0] != 0 or c[-1] != FULL_TURN_DEG or (np.diff(c) <= 0).any():
        return "the C planes do not rise from 0 to 360 degrees"
    if gamma[0] != 0 or gamma[-1] > FULL_TURN_DEG / 2 or (np.diff(gamma) <= 0).any():
        return "the angles from straight down do not rise from 0 to at most 180 degrees"
    if (table < 0).any():
        return "an intensity is negative"
    return "" if (table[0] == table[-1]).all() else "the planes 0 and 360 differ"
