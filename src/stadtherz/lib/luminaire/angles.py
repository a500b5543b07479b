"""Angles of a table: where they must begin, rise and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.luminaire.errors import PhotometryFileError
from stadtherz.lib.luminaire.intensities import FULL_TURN_DEG
from stadtherz.lib.luminaire.text import plain, shown

if TYPE_CHECKING:
    from stadtherz.lib.luminaire.text import Word

STEP_TOLERANCE_DEG = 0.051  # angles and step are each printed with one or two decimals
DARK = 1e-9  # less than this is printed by no instrument
SEAM_SHARE = 0.01  # plane 0 measured again at the end of the turn is not exactly itself


def rising(
    words: list[Word],
    last_deg: float,
    *,
    step_deg: float = 0.0,
    starts_deg: tuple[float, ...] = (0.0,),
) -> tuple[float, ...]:
    """Angles that rise, end at most at `last_deg`, and keep the step that the header tells.

    Args:
        words: at least one.
        last_deg: the largest angle there can be.
        step_deg: 0 when the angles may be uneven.
        starts_deg: what the first may be; empty when it may be any.

    Raises:
        PhotometryFileError: (luminaire.E006) one does not fit, with its line.

    """
    angles = [word.within(0, last_deg) for word in words]
    if starts_deg and angles[0] not in starts_deg:
        raise misfit(words[0], " or ".join(map(plain, starts_deg)))
    for word, before, angle in zip(words[1:], angles, angles[1:], strict=False):
        if angle <= before:
            raise misfit(word, f"more than {plain(before)}, the one before it")
        if step_deg and abs(angle - before - step_deg) > STEP_TOLERANCE_DEG:
            raise misfit(
                word,
                f"{plain(before + step_deg)} by the step of {plain(step_deg)} in the header",
                fix="Set the step in the header to 0 if the angles are uneven.",
            )
    return tuple(angles)


def misfit(word: Word, expected: str, *, fix: str = "") -> PhotometryFileError:
    """The error that tells which angle was expected."""
    return PhotometryFileError(
        f"{word.what} must be {expected}, found {shown(word.text.strip())}.",
        fix=fix or "Correct this line, or export the file anew.",
        code="luminaire.E006",
        line=word.line,
    )


def refuse_dark(rows: list[tuple[float, ...]], line: int) -> None:
    """Refuse a table without any light (luminaire.E010)."""
    if max(map(max, rows)) < DARK:
        raise PhotometryFileError(
            "every intensity of this table is 0.",
            fix="Take the measured file of this luminaire.",
            code="luminaire.E010",
            line=line,
        )


def refuse_seam(angles: tuple[float, ...], rows: list[tuple[float, ...]], line: int) -> None:
    """Refuse a plane 360 that is not plane 0 again, within one percent of the largest value.

    Raises:
        PhotometryFileError: (luminaire.E007) they differ by more.

    """
    if angles[-1] != FULL_TURN_DEG:
        return
    largest = max(max(row) for row in rows)
    apart = max(abs(first - last) for first, last in zip(rows[0], rows[-1], strict=True))
    if apart > SEAM_SHARE * largest:
        raise PhotometryFileError(
            f"planes 0 and 360 are one and the same, but differ by {plain(round(apart, 3))} in "
            f"the table that begins here.",
            fix="A row is missing, doubled or swapped: export the file anew.",
            code="luminaire.E007",
            line=line,
        )
