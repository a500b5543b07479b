"""Illuminance on the road and above it: horizontal, hemispherical, semicylindrical, vertical.

EN 13201-3:2015, clause 7.2, with u and v as in `Beams` (tan epsilon = sqrt(u² + v²)).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from stadtherz.lib.photometry.rules import EN_13201_3_2015

if TYPE_CHECKING:
    from stadtherz.lib.photometry.beams import Beams
    from stadtherz.lib.photometry.rules import Rules

Floats = Any
EDGE = 1.0 + 1e-6
"""A luminaire exactly at the limit counts, whatever the last digit says."""


class Shape(StrEnum):
    """What the light falls on."""

    HORIZONTAL = "horizontal"
    HEMISPHERICAL = "hemispherical"
    SEMICYLINDRICAL = "semicylindrical"
    VERTICAL = "vertical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Illuminance:
    """Illuminance in lux; a `Quantity` for the kernel.

    Args:
        shape: what the light falls on.
        plane_m: height of the points above the road.
        facing_deg: direction out of the vertical plane or half cylinder, from +x towards +y.
        reach_h: luminaires within so many mounting heights count; None counts all.

    """

    shape: Shape
    plane_m: float = 0.0
    facing_deg: float = 0.0
    reach_h: float | None = None

    def weigh(self, beams: Beams, points: slice) -> Floats:
        """(K, B) lux at one metre of height, undimmed."""
        slant2 = beams.tan2 + 1
        if self.shape is Shape.HEMISPHERICAL:
            # E = I (cos³ + cos²) / 4 H²
            light = (1 / np.sqrt(slant2) + 1) / slant2
            light *= beams.intensity_cd
            light *= 0.25
        else:
            light = self._towards(beams)
            light *= beams.intensity_cd
            root = np.sqrt(slant2)
            root *= slant2
            light /= root
        if self.reach_h is not None:
            light[beams.tan2 > (beams.mounting * (self.reach_h * EDGE)) ** 2] = 0
        return light

    def _towards(self, beams: Beams) -> Floats:
        """What stands beside I cos³ epsilon in the formula of the shape."""
        if self.shape is Shape.HORIZONTAL:
            return np.ones_like(beams.tan2)
        facing = np.radians(self.facing_deg)
        ahead: Floats = beams.u * -float(np.cos(facing)) - beams.v * float(np.sin(facing))
        if self.shape is Shape.VERTICAL:
            return np.maximum(ahead, 0, out=ahead)
        ahead += np.sqrt(beams.tan2)
        ahead /= float(np.pi)
        return ahead


def horizontal(rules: Rules | None = EN_13201_3_2015) -> Illuminance:
    """Horizontal illuminance on the road: E = sum of I cos³(epsilon) / H².

    Args:
        rules: which luminaires count; None counts all.

    """
    return Illuminance(shape=Shape.HORIZONTAL, reach_h=_reach(rules))


def hemispherical(rules: Rules | None = EN_13201_3_2015) -> Illuminance:
    """Hemispherical illuminance on the road: I (cos³ + cos²)(epsilon) / (4 H²)."""
    return Illuminance(shape=Shape.HEMISPHERICAL, reach_h=_reach(rules))


def semicylindrical(facing_deg: float, rules: Rules = EN_13201_3_2015) -> Illuminance:
    """Semicylindrical illuminance: I (1 + cos alpha) cos² sin(epsilon) / (pi (H - 1.5 m)²).

    Args:
        facing_deg: out of the flat side's middle, from +x towards +y.
        rules: height of the points, luminaires counted.

    """
    return Illuminance(
        shape=Shape.SEMICYLINDRICAL,
        plane_m=rules.upright_plane_m,
        facing_deg=facing_deg,
        reach_h=rules.illuminance_reach_h,
    )


def vertical(facing_deg: float, rules: Rules = EN_13201_3_2015) -> Illuminance:
    """Vertical illuminance: I cos alpha cos² sin(epsilon) / (H - 1.5 m)², from the front only.

    Arguments as in `semicylindrical`; ``facing_deg`` is the plane's normal.
    """
    return Illuminance(
        shape=Shape.VERTICAL,
        plane_m=rules.upright_plane_m,
        facing_deg=facing_deg,
        reach_h=rules.illuminance_reach_h,
    )


def _reach(rules: Rules | None) -> float | None:
    return None if rules is None else rules.illuminance_reach_h
