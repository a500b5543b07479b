"""Optic: the light of a road luminaire by a few parameters, for luminaires that nobody built.

A road optic lights a field on the ground and throws more candela the farther it looks, since
illuminance falls with the cube of the cosine. So: a field with soft edges, in mounting heights,
times a power of the cosine. It describes no maker's product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HORIZON = 1e-9  # the tangent has no value there; no light goes there either


@dataclass(frozen=True, slots=True, kw_only=True)
class Optic:
    """A field of light on the ground, in mounting heights from the point below the luminaire.

    Args:
        throw_along: half the field's length along the road.
        reach_across: half its width.
        ahead: how far the field's middle lies ahead along the road; behind when negative.
        outwards: how far it lies out over the street; 0 is symmetric.
        edge: how sharply the field ends; larger is sharper, at least 4.
        rise: how strongly candela rise towards far points, 0 to 3 (3 is even light).
        shield: how sharply light behind the mast is cut, 0 for not at all.
        upward: largest candela above the horizon, as a share of the largest below.
        is_round: the field is a disc of the size `throw_along`, the same all around.

    """

    throw_along: float
    reach_across: float
    ahead: float = 0.0
    outwards: float = 0.0
    edge: float = 5.0
    rise: float = 2.0
    shield: float = 0.0
    upward: float = 0.0
    is_round: bool = False

    def light(self, c_deg: Array, gamma_deg: Array) -> Array:
        """Relative intensity, largest below the horizon 1, one row per plane."""
        planes = np.asarray(c_deg, dtype=np.float64)
        c = np.radians(planes * (0.0 if self.is_round else 1.0))[:, None]
        gamma = np.radians(np.asarray(gamma_deg, dtype=np.float64))[None, :]
        down = np.maximum(np.cos(gamma), HORIZON)
        away = np.sin(gamma) / down
        x, y = away * np.cos(c), away * np.sin(c)
        along = np.abs(x - self.ahead) / self.throw_along
        across = np.abs(y - self.outwards) / self.reach_across
        field = 1 / (1 + along**self.edge + across**self.edge)
        below = field * down**-self.rise * self._behind(y)
        below = np.where(np.cos(gamma) > HORIZON, below, 0.0)
        glow = self.upward * np.sin(gamma) ** 2 * (np.cos(gamma) < -HORIZON)
        light: Array = below / below.max() + glow
        return light

    def mirrored(self) -> Optic:
        """The same optic for traffic from the other side."""
        return replace(self, ahead=-self.ahead)

    def _behind(self, y: Array) -> Array:
        """What a shield on the mast's side leaves; half of it at a tenth of a mounting height."""
        if not self.shield:
            return np.ones_like(y)
        rest: Array = 1 / (1 + np.exp(np.clip(-self.shield * (y + 0.1), -60, 60)))
        return rest
