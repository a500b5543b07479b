"""From the values of an EULUMDAT file to its bytes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stadtherz.lib.luminaire.eulumdat.file import SYMMETRIES
from stadtherz.lib.luminaire.text import bytes_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.lib.luminaire.eulumdat.file import EulumdatFile, LampSet


def write_eulumdat(file: EulumdatFile) -> bytes:
    """Write an EULUMDAT file that reads back to the same value: CRLF, decimal points.

    Raises:
        LuminaireError: (luminaire.E013) a text cannot stand on one line.

    """
    lines: Iterable[str | float] = chain(
        (file.identification, file.kind, SYMMETRIES.index(file.symmetry)),
        (len(file.c_deg), file.plane_step_deg, len(file.gamma_deg), file.gamma_step_deg),
        (file.report, file.name, file.number, file.file_name, file.date_and_user),
        (file.length_mm, file.width_mm, file.height_mm),
        (file.luminous_length_mm, file.luminous_width_mm, *file.luminous_heights_mm),
        (file.downward_flux_percent, file.output_ratio_percent, file.factor, file.tilt_deg),
        (len(file.lamp_sets),),
        chain.from_iterable(_lamp_set(lamps) for lamps in file.lamp_sets),
        file.direct_ratios,
        file.c_deg,
        file.gamma_deg,
        chain.from_iterable(file.intensity_cd_per_klm),
    )
    return bytes_of([line if isinstance(line, str) else plain(line) for line in lines])


def _lamp_set(lamps: LampSet) -> tuple[str | float, ...]:
    return (
        lamps.lamps,
        lamps.kind,
        lamps.flux_lm,
        lamps.colour,
        lamps.colour_rendering,
        lamps.power_w,
    )
