"""RoadLuminaire: what every reader arrives at, whatever the format."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from stadtherz.lib.luminaire.colour import cct_k, least_cri
from stadtherz.lib.luminaire.errors import PhotometryFileError
from stadtherz.lib.luminaire.eulumdat import EulumdatFile, read_eulumdat
from stadtherz.lib.luminaire.ies import IesFile, is_ies, read_ies
from stadtherz.lib.luminaire.orientation import Orientation, ZeroPlane, is_rotational, settled
from stadtherz.lib.luminaire.text import lines_of

if TYPE_CHECKING:
    from stadtherz.lib.luminaire.intensities import Intensities

ISYM_LINE = 3
#: Where IES files tell the colour: of the custom keywords, and in words about the lamp.
_CCT_KEYWORDS = ("_CCT", "_COLORTEMP", "_COLOR_TEMPERATURE", "LAMP", "LUMINAIRE")
_CRI_KEYWORDS = ("_CRI", "_RA")


class SourceFormat(Enum):
    """The format that a luminaire was read from."""

    EULUMDAT = "EULUMDAT"
    IES = "IES LM-63"


@dataclass(frozen=True, slots=True, kw_only=True)
class LuminousArea:
    """The part that shines, seen from below."""

    length_m: float
    width_m: float
    is_round: bool

    @property
    def area_m2(self) -> float:
        """Its area; 0 for a point."""
        return self.length_m * self.width_m * (math.pi / 4 if self.is_round else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadLuminaire:
    """One luminaire over a road: C0 along it, C90 towards the street.

    Args:
        intensities: candela at nominal flux, turned into our convention.
        power_w: input power, nothing when the file tells 0.
        lamp_flux_lm: of the lamps; nothing for absolute photometry, where only the
            luminaire as a whole was measured.
        stated_flux_lm: of the luminaire as the file tells it, nothing when it does not.
        cct_k, least_cri: nothing when not told.

    """

    name: str
    maker: str
    catalogue_number: str
    intensities: Intensities
    power_w: float | None
    lamp_flux_lm: float | None
    stated_flux_lm: float | None
    luminous_area: LuminousArea
    cct_k: float | None
    least_cri: int | None
    source_format: SourceFormat
    orientation: Orientation

    @property
    def flux_lm(self) -> float:
        """Luminous flux of the luminaire by its intensities (zonal)."""
        return self.intensities.flux_lm

    @property
    def is_rotational(self) -> bool:
        """Whether all planes are the same, so that no orientation matters."""
        return is_rotational(self.intensities)

    @property
    def efficacy_lm_per_w(self) -> float | None:
        """Lumens out of the luminaire per watt into it."""
        return self.flux_lm / self.power_w if self.power_w else None

    @property
    def flux_deviation_percent(self) -> float | None:
        """By how much the intensities give another flux than the file tells in words."""
        told_lm = self.stated_flux_lm
        return (self.flux_lm / told_lm - 1) * 100 if told_lm else None

    @property
    def street_share(self) -> float:
        """Share of the flux on the street's side of the luminaire, 0 to 1."""
        street_lm = self.intensities.flux_within_lm((0.0, 180.0), (0.0, 180.0))
        return street_lm / self.flux_lm


def read(content: bytes) -> EulumdatFile | IesFile:
    """Read a photometric file, its format recognised by what stands in it.

    Raises:
        PhotometryFileError: located and explained; (luminaire.E002) neither format.

    """
    lines = lines_of(content)
    if is_ies(lines):
        return read_ies(content)
    if len(lines) >= ISYM_LINE and all(line.strip().isdigit() for line in lines[1:ISYM_LINE]):
        return read_eulumdat(content)
    raise PhotometryFileError(
        "The file is neither EULUMDAT (numbers on lines 2 and 3) nor IES (a line TILT=).",
        fix="Choose a photometric file (.ldt or .ies).",
        code="luminaire.E002",
    )


def luminaire_of(
    file: EulumdatFile | IesFile, orientation: Orientation | None = None, *, lamp_set: int = 1
) -> RoadLuminaire:
    """The luminaire that a file tells, turned into our convention.

    Args:
        file: as `read` gives it.
        orientation: where a person chose one; else it is settled by format and shape.
        lamp_set: which lamping of an EULUMDAT file, counted from 1.

    Raises:
        LuminaireError: (luminaire.E012) the file has no such lamp set.

    """
    if isinstance(file, EulumdatFile):
        return _of_eulumdat(file, orientation, lamp_set)
    return _of_ies(file, orientation)


def _of_eulumdat(
    file: EulumdatFile, orientation: Orientation | None, lamp_set: int
) -> RoadLuminaire:
    lamps, light = file.lamp_set(lamp_set), file.intensities(lamp_set)
    lies = orientation or settled(light, custom=ZeroPlane.ALONG, is_firm=True)
    length_m, width_m = file.luminous_length_mm / 1000, file.luminous_width_mm / 1000
    return RoadLuminaire(
        name=file.name.strip(),
        maker=file.identification.strip(),
        catalogue_number=file.number.strip(),
        intensities=light.turned(lies.zero.turn_deg),
        power_w=lamps.power_w or None,
        lamp_flux_lm=None if lamps.is_absolute else lamps.flux_lm,
        stated_flux_lm=lamps.flux_lm * file.output_ratio_percent / 100 or None,
        luminous_area=LuminousArea(
            length_m=length_m, width_m=width_m or length_m, is_round=not width_m
        ),
        cct_k=cct_k(lamps.colour),
        least_cri=least_cri(lamps.colour_rendering),
        source_format=SourceFormat.EULUMDAT,
        orientation=lies,
    )


def _of_ies(file: IesFile, orientation: Orientation | None) -> RoadLuminaire:
    light = file.intensities()
    lies = orientation or settled(light, custom=ZeroPlane.ACROSS, is_firm=False)
    length_m, width_m, _height_m = file.opening_m
    return RoadLuminaire(
        name=file.keyword("LUMINAIRE") or file.keyword("LUMCAT"),
        maker=file.keyword("MANUFAC"),
        catalogue_number=file.keyword("LUMCAT"),
        intensities=light.turned(lies.zero.turn_deg),
        power_w=file.power_w or None,
        lamp_flux_lm=None if file.is_absolute else file.lamps * file.lumens_per_lamp_lm,
        stated_flux_lm=_told_flux_lm(file.keyword("_LUMENS")),
        luminous_area=LuminousArea(length_m=length_m, width_m=width_m, is_round=file.is_round),
        cct_k=next(filter(None, map(cct_k, map(file.keyword, _CCT_KEYWORDS))), None),
        least_cri=next(filter(None, map(least_cri, map(file.keyword, _CRI_KEYWORDS))), None),
        source_format=SourceFormat.IES,
        orientation=lies,
    )


def _told_flux_lm(text: str) -> float | None:
    """Lumens that a keyword tells; an odd text tells none, for keywords are free."""
    return float(text) if text.isdecimal() and 0 < len(text) < 10 else None  # noqa: PLR2004 - no luminaire has a thousand million
