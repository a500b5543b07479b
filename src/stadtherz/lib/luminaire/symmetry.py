"""Symmetry: the planes that a file leaves out because they repeat others."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.luminaire.intensities import FULL_TURN_DEG, Intensities

if TYPE_CHECKING:
    from collections.abc import Sequence

HALF_TURN_DEG = 180.0
BELOW = 1e-6  # light starts at the first angle; this much before it there is none


class Symmetry(Enum):
    """Which planes a file gives, in the file's own angles (EULUMDAT Isym; LM-63 ranges)."""

    NONE = "all planes, 0 to 360"
    ROTATIONAL = "one plane for all"
    ABOUT_0_180 = "planes 0 to 180; the other side mirrors them"
    ABOUT_90_270 = "planes 270 to 90, or 90 to 270; the other side mirrors them"
    QUADRANT = "planes 0 to 90; three quarters mirror them"


def unfolded(
    symmetry: Symmetry,
    plane_deg: Sequence[float],
    gamma_deg: Sequence[float],
    intensity_cd: Sequence[Sequence[float]],
    factor: float = 1.0,
) -> Intensities:
    """Complete a file's planes to a whole turn, in the file's own angles.

    Args:
        symmetry: what the file leaves out.
        plane_deg: angles of the given planes, in the order of the rows.
        gamma_deg: ascending; a range that begins above 0 is dark below.
        intensity_cd: one row per plane.
        factor: what every value is multiplied by.

    """
    table = np.asarray(intensity_cd, dtype=np.float64) * factor
    planes = np.asarray(plane_deg, dtype=np.float64)
    if symmetry is Symmetry.ROTATIONAL:
        planes, table = np.array([0.0, FULL_TURN_DEG]), np.vstack([table, table])
    if symmetry in {Symmetry.ABOUT_90_270, Symmetry.QUADRANT}:
        planes, table = np.append(planes, HALF_TURN_DEG - planes), np.vstack([table, table])
    if symmetry in {Symmetry.ABOUT_0_180, Symmetry.QUADRANT}:
        planes, table = np.append(planes, FULL_TURN_DEG - planes), np.vstack([table, table])
    gamma = np.asarray(gamma_deg, dtype=np.float64)
    if gamma[0] > 0:
        gamma = np.concatenate([[0.0, gamma[0] - BELOW], gamma])
        table = np.hstack([np.zeros((len(table), 2)), table])
    return Intensities.of_planes(planes, gamma, table)
