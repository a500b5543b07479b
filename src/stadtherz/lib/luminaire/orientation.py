"""Orientation: where a file's plane 0 lies over the road, and who says so.

EULUMDAT has C0 along the road (CIE 121:1996). IES road files have 0 degrees towards the street,
but some come from programs that write CIE angles: there the shape of the light has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.luminaire.intensities import Intensities

    Array = NDArray[np.float64]

# Chosen here on makers' and own files, not taken from a standard; shares of the light:
CLEAR_SHARE: Final = 0.2  # below it a shape says too little to overrule a format
CERTAIN_SHARE: Final = 0.5  # from here on it is as clear as can be
BEHIND_SHARE: Final = 0.1  # so far behind the mast lies no road optic's centre
#: Spread and side contradict each other when the weaker is more than this part of the stronger.
CONTRADICTION: Final = 0.25
EVEN: Final = 1e-6


class ZeroPlane(Enum):
    """Where plane 0 of a file points. The value is added to the file's angles."""

    ALONG = 0.0
    ACROSS = 90.0
    AGAINST = 180.0
    AWAY = 270.0

    @property
    def turn_deg(self) -> float:
        """What makes the file's angles ours: C0 along the road, C90 towards the street."""
        return self.value


class SettledBy(Enum):
    """Who settled an orientation."""

    FORMAT = "format"
    SHAPE = "shape"
    SYMMETRY = "symmetry"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class LightShape:
    """Where the light of a table goes, in the table's own angles.

    Args:
        axis_deg: the line along which the light spreads, 0 to 180.
        axis_share: how much more it spreads along it than across it, 0 to 1.
        side_deg: the side that gets more light, 0 to 360.
        side_share: how far the centre of the light lies out, 0 to 1.

    """

    axis_deg: float
    axis_share: float
    side_deg: float
    side_share: float

    @property
    def along(self) -> float:
        """Above zero: light spreads along plane 0; below: across it."""
        return float(self.axis_share * np.cos(2 * np.radians(self.axis_deg)))

    @property
    def aside(self) -> float:
        """Above zero: the lighter side lies across plane 0; below: along it."""
        return float(-self.side_share * np.cos(2 * np.radians(self.side_deg)))

    @property
    def leaning(self) -> float:
        """Above zero: plane 0 lies along the road; below: across it; its size says how clearly.

        Light spreads along the road, and goes more to one side across it than to the other.
        """
        return self.along + self.aside

    @property
    def is_agreed(self) -> bool:
        """Whether spread and side do not contradict each other.

        They do in optics that look up or down the road, at crossings or in tunnels.
        """
        weaker, stronger = sorted((self.along, self.aside), key=abs)
        return weaker * stronger >= 0 or abs(weaker) <= CONTRADICTION * abs(stronger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """Where plane 0 of a file lies, who settled it, and how sure that is.

    Args:
        clarity: how clearly the shape of the light supports the choice, 0 (not at all, or
            against it) to 1; not a probability. 1 where a person settled it, or any
            orientation gives the same light.
        falls_behind: whether clearly more light goes behind the mast than onto the street:
            such a file may have its street at C270 (`ZeroPlane.AGAINST`). It is told, not
            changed, for a person must decide.

    """

    zero: ZeroPlane
    settled_by: SettledBy
    clarity: float = 1.0
    falls_behind: bool = False

    @property
    def should_be_looked_at(self) -> bool:
        """Whether a person should compare it with the drawing over the road."""
        return self.falls_behind or self.clarity <= CLEAR_SHARE / CERTAIN_SHARE

    @property
    def reason(self) -> str:
        """One English sentence that says why; pages translate by the fields."""
        lies = f"plane 0 lies {self.zero.name.lower()} the road"
        if self.settled_by is SettledBy.SYMMETRY:
            return "The light is the same all around; no orientation is needed."
        if self.settled_by is SettledBy.USER:
            return f"A person settled that {lies}."
        if self.settled_by is SettledBy.SHAPE:
            why = f"The light is thrown so that {lies}, against the custom of the format"
        elif self.clarity <= CLEAR_SHARE / CERTAIN_SHARE:
            why = f"By the custom of the format {lies}; the shape of the light does not tell"
        else:
            why = f"By the custom of the format {lies}; the shape of the light agrees"
        return f"{why}, but more of it falls behind the mast." if self.falls_behind else f"{why}."

    @classmethod
    def by_user(cls, zero: ZeroPlane) -> Orientation:
        """The orientation that a person chose."""
        return cls(zero=zero, settled_by=SettledBy.USER)


def light_shape(light: Intensities) -> LightShape:
    """Centre and spread of the flux below the horizon, as directions seen from above.

    Every piece of flux counts at the sine of its angle from straight down. The spread is taken
    about the centre: an optic that looks far out over a wide road still spreads along it.
    """
    flux_lm, east, north = _pieces(light)
    total_lm = float(np.sum(flux_lm))
    if total_lm <= 0:
        return LightShape(axis_deg=0.0, axis_share=0.0, side_deg=0.0, side_share=0.0)
    away = np.hypot(east, north)
    side = complex(np.sum(flux_lm * east), np.sum(flux_lm * north)) / total_lm
    apart = east + 1j * north - side
    spread = complex(np.sum(flux_lm * apart**2))  # its angle is twice that of the axis
    return LightShape(
        axis_deg=float(np.degrees(np.angle(spread)) / 2 % 180),
        axis_share=float(abs(spread) / np.sum(flux_lm * np.abs(apart) ** 2)),
        side_deg=float(np.degrees(np.angle(side)) % 360),
        side_share=float(abs(side) * total_lm / np.sum(flux_lm * away)),
    )


def settled(light: Intensities, *, custom: ZeroPlane, is_firm: bool) -> Orientation:
    """Settle the orientation of a table.

    Args:
        light: in the file's own angles.
        custom: what the format asks for.
        is_firm: whether the format is kept in practice (EULUMDAT); otherwise a clear shape
            overrules it (IES).

    """
    if is_rotational(light):
        return Orientation(zero=custom, settled_by=SettledBy.SYMMETRY)
    shape = light_shape(light)
    leaning = shape.leaning * (1 if custom is ZeroPlane.ALONG else -1)
    zero, by = custom, SettledBy.FORMAT
    if leaning <= -CLEAR_SHARE and shape.is_agreed and not is_firm:
        zero = ZeroPlane.ALONG if custom is ZeroPlane.ACROSS else ZeroPlane.ACROSS
        by, leaning = SettledBy.SHAPE, -leaning
    onto_street = shape.side_share * np.sin(np.radians(shape.side_deg + zero.turn_deg))
    return Orientation(
        zero=zero,
        settled_by=by,
        clarity=min(max(leaning, 0.0) / CERTAIN_SHARE, 1.0) if shape.is_agreed else 0.0,
        falls_behind=bool(onto_street < -BEHIND_SHARE),
    )


def is_rotational(light: Intensities) -> bool:
    """Whether all planes are the same, within a millionth of the largest value."""
    table = light.intensity_cd
    return bool(np.ptp(table, axis=0).max() <= EVEN * table.max())


def _pieces(light: Intensities) -> tuple[Array, Array, Array]:
    """Flux per sector and zone below the horizon, and where it goes, along plane 0 and across."""
    table = light.intensity_cd
    corners = (table[1:, 1:] + table[1:, :-1] + table[:-1, 1:] + table[:-1, :-1]) / 4
    c, gamma = np.radians(light.c_deg), np.radians(np.clip(light.gamma_deg, 0, 90))
    flux_lm = corners * np.diff(c)[:, None] * -np.diff(np.cos(gamma))
    away = np.sin((gamma[1:] + gamma[:-1]) / 2)
    middle = ((c[1:] + c[:-1]) / 2)[:, None]
    return flux_lm, away * np.cos(middle), away * np.sin(middle)
