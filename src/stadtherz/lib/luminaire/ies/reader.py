"""From the bytes of an IES LM-63 file to its values, every word checked."""

from __future__ import annotations

import re
from typing import NamedTuple

from stadtherz.lib.luminaire.angles import misfit, refuse_dark, refuse_seam, rising
from stadtherz.lib.luminaire.errors import PhotometryFileError
from stadtherz.lib.luminaire.ies.file import (
    ABSOLUTE_LM,
    RANGES,
    IesEdition,
    IesFile,
    IesUnits,
    Tilt,
)
from stadtherz.lib.luminaire.text import ANGLES_LIMIT, NUMBER_LIMIT, Words, lines_of, shown

LAMPS_LIMIT = 10_000
TILT_LIMIT = 1_000
_EDITION = re.compile(r"IES(?:NA)?\s*:?\s*(?:LM-63-)?(\d{2,4})\s*", re.IGNORECASE)
_TILT = re.compile(r"\s*TILT\s*=\s*(.*?)\s*", re.IGNORECASE)
_KEYWORD = re.compile(r"\s*\[([^\[\]]+)\]\s*(.*)")
_BETWEEN = re.compile(r"[\s,]+")
_EDITIONS = {
    "86": IesEdition.LM_63_1986,
    "91": IesEdition.LM_63_1991,
    "95": IesEdition.LM_63_1995,
    "02": IesEdition.LM_63_2002,
    "19": IesEdition.LM_63_2019,
}
_TYPES = {1: "C", 2: "B", 3: "A"}


class _Table(NamedTuple):
    vertical_deg: tuple[float, ...]
    horizontal_deg: tuple[float, ...]
    intensity: tuple[tuple[float, ...], ...]


def is_ies(lines: list[str]) -> bool:
    """Whether these lines are an IES file: by their first line, or by a line `TILT=`."""
    return bool(_EDITION.fullmatch(lines[0])) or any(_TILT.fullmatch(line) for line in lines)


def read_ies(content: bytes) -> IesFile:
    """Read an IES file of any edition from 1986 to 2019, photometric type C.

    Raises:
        PhotometryFileError: located and explained; see docs/errors.md.

    """
    lines = lines_of(content)
    edition, head = _edition(lines[0])
    tilt_line = _tilt_line(lines)
    words = Words(
        [
            (number, text)
            for number, line in enumerate(lines[tilt_line:], start=tilt_line + 1)
            for text in _BETWEEN.split(line)
            if text
        ]
    )
    tilt = _tilt(words, lines[tilt_line - 1], tilt_line)
    lamps = words.next("number of lamps").whole(1, LAMPS_LIMIT)
    lumens = words.next("lumens per lamp")
    if lumens.number != ABSOLUTE_LM and lumens.number <= 0:
        raise lumens.outside("more than 0, or -1 for absolute photometry")
    factor = words.next("candela multiplier").above(0)
    vertical = words.next("number of vertical angles").whole(2, ANGLES_LIMIT)
    horizontal = words.next("number of horizontal angles").whole(1, ANGLES_LIMIT)
    _refuse_types(words)
    units = IesUnits(words.next("units (1 feet, 2 metres)").whole(1, 2))
    width, length, height = (word.number for word in words.many(3, "size of the opening"))
    ballast_factor = words.next("ballast factor").above(0)
    last = words.next("ballast-lamp factor or future use")
    future_use = last.above(0) if edition.has_ballast_lamp_factor else last.number
    power_w = words.next("input power in W").within(0, NUMBER_LIMIT)
    table = _table(words, vertical, horizontal)
    return IesFile(
        edition=edition,
        keywords=tuple(_keyword(line) for line in lines[head : tilt_line - 1]),
        tilt=tilt,
        lamps=lamps,
        lumens_per_lamp_lm=lumens.number,
        factor=factor,
        units=units,
        opening_width=width,
        opening_length=length,
        opening_height=height,
        ballast_factor=ballast_factor,
        future_use=future_use,
        power_w=power_w,
        vertical_deg=table.vertical_deg,
        horizontal_deg=table.horizontal_deg,
        intensity=table.intensity,
    )


def _edition(first: str) -> tuple[IesEdition, int]:
    """The edition, and how many lines tell it."""
    told = _EDITION.fullmatch(first)
    if told is None:
        return IesEdition.LM_63_1986, 0
    year = told[1]
    if (edition := _EDITIONS.get(year[-2:])) and year[:-2] in {"", "19", "20"}:
        return edition, 1
    raise PhotometryFileError(
        f"{shown(first)} is no edition of LM-63 known here.",
        fix="Known are 1986, 1991, 1995, 2002 and 2019; export the file as one of them.",
        code="luminaire.E002",
        line=1,
    )


def _tilt_line(lines: list[str]) -> int:
    """Number of the line `TILT=`, counted from 1."""
    for number, line in enumerate(lines, start=1):
        if _TILT.fullmatch(line):
            return number
    raise PhotometryFileError(
        "an IES file needs a line TILT=NONE before its numbers; there is none.",
        fix="The header is damaged or this is another format: export the file anew.",
        code="luminaire.E008",
        line=len(lines),
    )


def _tilt(words: Words, line: str, number: int) -> Tilt | None:
    told = _TILT.sub(r"\1", line)
    if told.upper() == "NONE":
        return None
    if told.upper() != "INCLUDE":
        raise PhotometryFileError(
            f"the tilt factors stand in another file, {shown(told)}, which is not part of this one."
            if told
            else "expected TILT=NONE or TILT=INCLUDE, found TILT= with nothing behind it.",
            fix="Write TILT=NONE: for a luminaire that is mounted as measured the factors are 1.",
            code="luminaire.E008",
            line=number,
        )
    geometry = words.next("lamp-to-luminaire geometry").whole(1, 3)
    count = words.next("number of tilt angles").whole(1, TILT_LIMIT)
    angles = rising(words.many(count, "a tilt angle"), 180, starts_deg=())
    factors = tuple(word.within(0, TILT_LIMIT) for word in words.many(count, "a tilt factor"))
    return Tilt(lamp_geometry=geometry, angles_deg=angles, factors=factors)


def _refuse_types(words: Words) -> None:
    """Refuse types A and B (luminaire.E009): their angles turn about other axes."""
    told = words.next("photometric type (1 C, 2 B, 3 A)")
    if (kind := _TYPES[told.whole(1, 3)]) == "C":
        return
    raise PhotometryFileError(
        f"this is photometry of type {kind}, measured about a horizontal axis for "
        f"{'car headlights' if kind == 'A' else 'floodlights'}; road luminaires need type C.",
        fix="Ask the maker for the file in type C.",
        code="luminaire.E009",
        line=told.line,
    )


def _table(words: Words, vertical: int, horizontal: int) -> _Table:
    """Angles and rows; their counts are checked against what is left before anything is read."""
    words.need(vertical + horizontal + vertical * horizontal, "angles and intensities")
    down = words.many(vertical, "a vertical angle")
    around = words.many(horizontal, "a horizontal angle")
    vertical_deg = rising(down, 180, starts_deg=(0.0, 90.0))
    horizontal_deg = rising(around, 360, starts_deg=(0.0, 90.0))
    if vertical_deg[-1] not in {90, 180} or vertical_deg[0] == vertical_deg[-1]:
        raise misfit(down[-1], "90 or 180, where the vertical angles end")
    if (horizontal_deg[0], horizontal_deg[-1]) not in RANGES:
        raise misfit(
            around[-1],
            "0, 90, 180 or 360 after a first angle of 0, or 270 after a first angle of 90",
        )
    line = words.line
    rows = [
        tuple(word.within(0, NUMBER_LIMIT) for word in words.many(vertical, "an intensity"))
        for _ in range(horizontal)
    ]
    words.end()
    refuse_dark(rows, line)
    refuse_seam(horizontal_deg, rows, line)
    return _Table(vertical_deg, horizontal_deg, tuple(rows))


def _keyword(line: str) -> tuple[str, str]:
    told = _KEYWORD.fullmatch(line)
    return (told[1], told[2]) if told else ("", line)
