"""From the bytes of an EULUMDAT file to its values, every line checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.luminaire.angles import refuse_dark, refuse_seam, rising
from stadtherz.lib.luminaire.errors import PhotometryFileError
from stadtherz.lib.luminaire.eulumdat.file import (
    SYMMETRIES,
    EulumdatFile,
    LampSet,
    given_planes,
)
from stadtherz.lib.luminaire.symmetry import Symmetry
from stadtherz.lib.luminaire.text import ANGLES_LIMIT, NUMBER_LIMIT, Words, lines_of

if TYPE_CHECKING:
    from stadtherz.lib.luminaire.text import Word

LAMP_SETS_LIMIT = 20
LAMPS_LIMIT = 10_000
DIRECT_RATIOS = 10
#: How many planes of Mc stand in the file: Mc / share, and one more.
_SHARES = {Symmetry.ABOUT_0_180: 2, Symmetry.ABOUT_90_270: 2, Symmetry.QUADRANT: 4}


def read_eulumdat(content: bytes) -> EulumdatFile:
    """Read an EULUMDAT file: UTF-8 or Windows-1252, any line ends, decimal points or commas.

    Raises:
        PhotometryFileError: located and explained; see docs/errors.md.

    """
    words = Words(list(enumerate(lines_of(content), start=1)))
    identification = words.next("maker").text
    kind = words.next("type (Ityp)").whole(0, 3)
    symmetry = SYMMETRIES[words.next("symmetry (Isym)").whole(0, len(SYMMETRIES) - 1)]
    plane_count = words.next("number of C planes (Mc)")
    plane_step_deg = words.next("step of the C planes (Dc)").within(0, 360)
    gamma_count = words.next("number of angles per plane (Ng)")
    gamma_step_deg = words.next("step of the angles (Dg)").within(0, 180)
    report, name, number, file_name, date_and_user = (
        words.next(what).text
        for what in ("report number", "name", "luminaire number", "file name", "date and user")
    )
    lengths_mm = [word.within(0, NUMBER_LIMIT) for word in words.many(9, "a length in mm")]
    downward_percent = words.next("downward flux fraction (DFF)").within(0, 100)
    output_percent = words.next("light output ratio (LORL)").within(0, 200)
    factor = words.next("conversion factor of the intensities").above(0)
    tilt_deg = words.next("tilt during measurement").within(-360, 360)
    lamp_sets = _lamp_sets(words)
    ratios = [word.number for word in words.many(DIRECT_RATIOS, "a direct ratio")]
    c_deg, rows = _planes(words, symmetry, plane_count, plane_step_deg, gamma_count)
    gamma_words = words.many(gamma_count.whole(2, ANGLES_LIMIT), "an angle (gamma)")
    gamma_deg = rising(gamma_words, 180, step_deg=gamma_step_deg)
    return EulumdatFile(
        identification=identification,
        kind=kind,
        symmetry=symmetry,
        plane_step_deg=plane_step_deg,
        gamma_step_deg=gamma_step_deg,
        report=report,
        name=name,
        number=number,
        file_name=file_name,
        date_and_user=date_and_user,
        length_mm=lengths_mm[0],
        width_mm=lengths_mm[1],
        height_mm=lengths_mm[2],
        luminous_length_mm=lengths_mm[3],
        luminous_width_mm=lengths_mm[4],
        luminous_heights_mm=(lengths_mm[5], lengths_mm[6], lengths_mm[7], lengths_mm[8]),
        downward_flux_percent=downward_percent,
        output_ratio_percent=output_percent,
        factor=factor,
        tilt_deg=tilt_deg,
        lamp_sets=lamp_sets,
        direct_ratios=tuple(ratios),
        c_deg=c_deg,
        gamma_deg=gamma_deg,
        intensity_cd_per_klm=_table(words, c_deg, rows, len(gamma_deg)),
    )


def _lamp_sets(words: Words) -> tuple[LampSet, ...]:
    count = words.next("number of lamp sets").whole(1, LAMP_SETS_LIMIT)
    return tuple(_lamp_set(words) for _ in range(count))


def _lamp_set(words: Words) -> LampSet:
    lamps = words.next("number of lamps")
    if not lamps.whole(-LAMPS_LIMIT, LAMPS_LIMIT):
        raise lamps.outside("other than 0")
    return LampSet(
        lamps=int(lamps.number),
        kind=words.next("kind of lamp").text,
        flux_lm=words.next("luminous flux in lm").above(0),
        colour=words.next("colour appearance").text,
        colour_rendering=words.next("colour rendering").text,
        power_w=words.next("power in W").within(0, NUMBER_LIMIT),
    )


def _planes(
    words: Words, symmetry: Symmetry, told: Word, step_deg: float, gamma_count: Word
) -> tuple[tuple[float, ...], int]:
    """All C planes, and how many rows of intensities follow.

    Mc and Ng are checked against the words left before anything is read.
    """
    count, share = told.whole(1, ANGLES_LIMIT), _SHARES.get(symmetry, 0)
    rows = 1 if symmetry is Symmetry.ROTATIONAL else count
    if share:
        if count % share:
            raise told.outside(f"a multiple of {share} by the symmetry told")
        rows = count // share + 1
    angles = gamma_count.whole(2, ANGLES_LIMIT)
    words.need(count + angles + rows * angles, "angles and intensities")
    plane_words = words.many(count, "a C plane")
    c_deg = rising(plane_words, 360, step_deg=step_deg)
    given = given_planes(symmetry, c_deg)
    if len(given) != rows:
        raise PhotometryFileError(
            f"the C planes up to here do not fit the symmetry told ({symmetry.value}): "
            f"{rows} planes of intensities expected, {len(given)} found.",
            fix="Correct Isym (line 3) or the planes, or export the file anew.",
            code="luminaire.E007",
            line=plane_words[-1].line,
        )
    return c_deg, rows


def _table(
    words: Words, c_deg: tuple[float, ...], rows: int, columns: int
) -> tuple[tuple[float, ...], ...]:
    line = words.line
    table = [
        tuple(
            word.within(0, NUMBER_LIMIT) for word in words.many(columns, "an intensity in cd/klm")
        )
        for _ in range(rows)
    ]
    words.end()
    refuse_dark(table, line)
    refuse_seam(c_deg, table, line)
    return tuple(table)
