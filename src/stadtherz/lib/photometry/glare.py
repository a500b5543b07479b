"""Disability glare of drivers: veiling luminance and threshold increment fTI.

EN 13201-3:2015, clause 8 (CIE 140:2019): the driver moves over the field; lamps that the car's roof
hides do not count; the values are initial, so maintenance does not enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.kernel import matrix
from stadtherz.lib.photometry.rules import EN_13201_3_2015

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stadtherz.lib.photometry.beams import Beams
    from stadtherz.lib.photometry.lamps import Lamps
    from stadtherz.lib.photometry.rules import Rules

Floats = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """Veiling luminance in cd/m² at a driver's eye; a `Quantity` for the kernel.

    Args:
        heading: +1 looks along +x, -1 against it.
        rules: angles, age, roof.

    """

    heading: int
    rules: Rules

    @property
    def plane_m(self) -> float:
        """Height of the eye."""
        return self.rules.eye_height_m

    def weigh(self, beams: Beams, points: slice) -> Floats:
        """(K, B) cd/m² at one metre of height above the eye, undimmed."""
        rules, down = self.rules, np.radians(self.rules.sight_down_deg)
        slant2 = beams.tan2 + 1
        ahead = beams.u * -self.heading
        cosine = (ahead * float(np.cos(down)) - float(np.sin(down))) / np.sqrt(slant2)
        angle_deg = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        counts = angle_deg > rules.least_angle_deg
        counts &= angle_deg <= rules.largest_angle_deg
        counts &= ahead * float(np.tan(np.radians(rules.roof_deg))) >= 1 / (1 + 1e-6)
        safe = np.where(counts, angle_deg, 1)
        veil: Floats = rules.age_factor * beams.intensity_cd * cosine / slant2 / safe**2
        return np.where(counts, veil, 0)


def veils(
    x_m: ArrayLike,
    y_m: float,
    lamps: Lamps,
    heading: int,
    *,
    rules: Rules = EN_13201_3_2015,
) -> NDArray[np.float64]:
    """Veiling luminance of each lamp at each place of a moving driver: (P, N) in cd/m².

    Lamps farther ahead than 500 m do not count.

    Args:
        x_m: (P,) places along the road.
        y_m: the driver's place across it.
        lamps: their ``factor`` is the initial one.
        heading: +1 looks along +x, -1 against it.
        rules: edition.

    """
    x = np.atleast_1d(np.asarray(x_m, np.float64))
    share: NDArray[np.float64] = matrix(
        x, np.full(x.shape, y_m), lamps, Veil(heading=heading, rules=rules)
    )
    ahead_m = (lamps.x_m - x[:, np.newaxis]) * heading
    return np.where(ahead_m <= rules.glare_reach_m, share, 0.0)


def row_sums(
    share: NDArray[np.float64],
    lamps: Lamps,
    heading: int,
    *,
    rules: Rules = EN_13201_3_2015,
) -> NDArray[np.float64]:
    """Veiling luminance of one row of lamps at each place: (P,).

    Counted from the nearest luminaire on, until one adds less than 2 % of those before it; that
    one still counts.

    Args:
        share: (P, N) of `veils`, the lamps of one row.
        lamps: the row.
        heading: as in `veils`.
        rules: edition.

    """
    order = np.argsort(lamps.x_m * heading, kind="stable")
    sorted_share = share[:, order]
    before = np.cumsum(sorted_share, axis=1) - sorted_share
    is_last = (before > 0) & (sorted_share < rules.glare_least_share * before)
    ended = np.cumsum(is_last, axis=1) - is_last > 0
    total: NDArray[np.float64] = np.where(ended, 0.0, sorted_share).sum(axis=1)
    return total


def threshold_increment(
    veil_cd_m2: ArrayLike, road_cd_m2: ArrayLike, *, rules: Rules = EN_13201_3_2015
) -> NDArray[np.float64]:
    """Threshold increment fTI in percent: 65 Lv / Lav^0.8 up to 5 cd/m², else 95 Lv / Lav^1.05.

    Args:
        veil_cd_m2: veiling luminance Lv.
        road_cd_m2: average initial road luminance; a dark road gives infinity where there is veil
            and 0 where there is none.
        rules: edition.

    """
    veil, road = np.asarray(veil_cd_m2, np.float64), np.asarray(road_cd_m2, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        dim = rules.dim_factor * veil / road**rules.dim_exponent
        bright = rules.bright_factor * veil / road**rules.bright_exponent
        increment = np.where(road > rules.bright_from_cd_m2, bright, dim)
    return np.where(veil > 0, increment, 0.0)
