"""IesFile: everything an IES LM-63 file tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Final

from stadtherz.lib.luminaire.symmetry import Symmetry, unfolded

if TYPE_CHECKING:
    from stadtherz.lib.luminaire.intensities import Intensities

M_PER_FOOT: Final = 0.3048
ABSOLUTE_LM: Final = -1.0

#: First and last horizontal angle, and what they leave out (ANSI/IES LM-63-19, clause 5.14).
RANGES: Final = {
    (0.0, 0.0): Symmetry.ROTATIONAL,
    (0.0, 90.0): Symmetry.QUADRANT,
    (0.0, 180.0): Symmetry.ABOUT_0_180,
    (90.0, 270.0): Symmetry.ABOUT_90_270,
    (0.0, 360.0): Symmetry.NONE,
}


class IesEdition(Enum):
    """The edition of LM-63, by the first line that it asks for; that of 1986 has none."""

    LM_63_1986 = ""
    LM_63_1991 = "IESNA91"
    LM_63_1995 = "IESNA:LM-63-1995"
    LM_63_2002 = "IESNA:LM-63-2002"
    LM_63_2019 = "IES:LM-63-2019"

    @property
    def has_ballast_lamp_factor(self) -> bool:
        """Whether the number after the ballast factor multiplies; later editions took it over."""
        return self in {IesEdition.LM_63_1986, IesEdition.LM_63_1991}


class IesUnits(IntEnum):
    """Units of the luminous opening."""

    FEET = 1
    METRES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tilt:
    """How a lamp's flux changes with the tilt of its luminaire (TILT=INCLUDE); kept, not applied.

    Args:
        lamp_geometry: 1 to 3, the lamp's position in the luminaire.
        angles_deg: of the luminaire. factors: of the flux, one per angle.

    """

    lamp_geometry: int
    angles_deg: tuple[float, ...]
    factors: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IesFile:
    """All values of a type C file in its order (ANSI/IES LM-63-19, clause 5).

    Args:
        keywords: (name, text) per header line, [MORE] lines on their own; a line without
            brackets has an empty name.
        lumens_per_lamp_lm: -1 says that the luminaire was measured as a whole (absolute).
        factor: every candela value is multiplied by it.
        opening_width, opening_length, opening_height: in `units`; negative ones are round.
        ballast_factor: likewise multiplies.
        future_use: to 1991 the ballast-lamp photometric factor, which multiplies; from 2019
            how the file was made; between them without meaning.
        power_w: input power of the luminaire.
        horizontal_deg: 0 is the way the luminaire faces, by custom towards the street.
        intensity: one row per horizontal angle, before the factors.

    """

    edition: IesEdition
    keywords: tuple[tuple[str, str], ...]
    tilt: Tilt | None
    lamps: int
    lumens_per_lamp_lm: float
    factor: float
    units: IesUnits
    opening_width: float
    opening_length: float
    opening_height: float
    ballast_factor: float
    future_use: float
    power_w: float
    vertical_deg: tuple[float, ...]
    horizontal_deg: tuple[float, ...]
    intensity: tuple[tuple[float, ...], ...]

    @property
    def is_absolute(self) -> bool:
        """Whether no lamp's flux is told, only the luminaire's intensities."""
        return self.lumens_per_lamp_lm == ABSOLUTE_LM

    @property
    def symmetry(self) -> Symmetry:
        """What the horizontal angles leave out."""
        return RANGES[self.horizontal_deg[0], self.horizontal_deg[-1]]

    @property
    def candela_factor(self) -> float:
        """All factors that make a value of the table candela."""
        last = self.future_use if self.edition.has_ballast_lamp_factor else 1.0
        return self.factor * self.ballast_factor * last

    @property
    def opening_m(self) -> tuple[float, float, float]:
        """Length, width and height of the luminous opening in metres, round or not."""
        metres = M_PER_FOOT if self.units is IesUnits.FEET else 1.0
        width, length = abs(self.opening_width), abs(self.opening_length)
        if self.is_round:
            width, length = width or length, length or width
        return length * metres, width * metres, abs(self.opening_height) * metres

    @property
    def is_round(self) -> bool:
        """Whether the opening is a circle or an ellipse."""
        return min(self.opening_width, self.opening_length) < 0

    def keyword(self, name: str) -> str:
        """Text of a keyword with its [MORE] lines, or nothing."""
        found: list[str] = []
        within = False
        for key, text in self.keywords:
            if key.upper() != "MORE":
                within = key.upper() == name.upper() and not found
            if within:
                found.append(text)
        return " ".join(found).strip()

    def intensities(self) -> Intensities:
        """The whole table in candela, in the file's own angles."""
        return unfolded(
            self.symmetry,
            self.horizontal_deg,
            self.vertical_deg,
            self.intensity,
            self.candela_factor,
        )
