"""From the values of an IES file to its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.luminaire.errors import LuminaireError
from stadtherz.lib.luminaire.ies.reader import is_ies
from stadtherz.lib.luminaire.text import bytes_of, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.lib.luminaire.ies.file import IesFile, Tilt

LINE_LENGTH = 78  # the oldest edition allows 80 with the line end


def write_ies(file: IesFile) -> bytes:
    """Write an IES file that reads back to the same value: CRLF, short lines.

    Raises:
        LuminaireError: (luminaire.E013) a keyword's text cannot stand on its line.

    """
    lines = [file.edition.value] if file.edition.value else []
    lines += [_keyword(name, text) for name, text in file.keywords]
    lines += _tilt(file.tilt) if file.tilt else ["TILT=NONE"]
    lines.append(
        _row(
            file.lamps,
            file.lumens_per_lamp_lm,
            file.factor,
            len(file.vertical_deg),
            len(file.horizontal_deg),
            1,  # type C
            file.units,
            file.opening_width,
            file.opening_length,
            file.opening_height,
        )
    )
    lines.append(_row(file.ballast_factor, file.future_use, file.power_w))
    for values in (file.vertical_deg, file.horizontal_deg, *file.intensity):
        lines += _folded(values)
    return bytes_of(lines)


def _keyword(name: str, text: str) -> str:
    line = f"[{name}] {text}".rstrip() if name else text
    if set("[]") & set(name) or (not name and (is_ies([line]) or line.lstrip().startswith("["))):
        raise LuminaireError(
            f"The line {shown(line)} would be read as another part of the file.",
            fix="Put the text behind a keyword such as [OTHER].",
            code="luminaire.E013",
        )
    return line


def _tilt(tilt: Tilt) -> list[str]:
    return [
        "TILT=INCLUDE",
        plain(tilt.lamp_geometry),
        plain(len(tilt.angles_deg)),
        *_folded(tilt.angles_deg),
        *_folded(tilt.factors),
    ]


def _row(*values: float) -> str:
    return " ".join(plain(value) for value in values)


def _folded(values: Iterable[float]) -> list[str]:
    """Numbers on lines that are not too long."""
    lines = [""]
    for value in values:
        word = plain(value)
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE_LENGTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
