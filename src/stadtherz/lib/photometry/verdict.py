"""Verdicts: does a field pass its class, value by value, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.classes import class_of
from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.limits import LightingClass, Limit, When

if TYPE_CHECKING:
    from collections.abc import Collection

    from stadtherz.lib.photometry.figures import Figures

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One limit beside the value that was found.

    Args:
        limit: what is asked, with source and mark.
        found: the field's value; None where an informative value was not calculated.
        passed: None likewise.
        margin: how far on the good side, as a share of the limit; negative where it fails.

    """

    limit: Limit
    found: float | None
    passed: bool | None
    margin: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a field passes a class.

    Args:
        lighting_class: the class with its edition.
        findings: every limit that binds, then the informative ones.

    """

    lighting_class: LightingClass
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """True where every binding limit is kept."""
        return all(each.passed for each in self._binding)

    @property
    def tightest(self) -> Finding | None:
        """The binding limit with the smallest margin; None in a class that asks for nothing."""
        return min(self._binding, key=lambda each: each.margin or 0.0, default=None)

    @property
    def needs_checking(self) -> bool:
        """True where a limit must be compared with the bought standard before normative use."""
        return any(each.limit.source.needs_checking for each in self.findings)

    @property
    def _binding(self) -> list[Finding]:
        return [each for each in self.findings if each.limit.when is not When.INFORMATIVE]


def judge(
    figures: Figures,
    lighting_class: LightingClass | str,
    *,
    also: Collection[When] = (),
) -> Verdict:
    """Compare a field with a lighting class (EN 13201-2).

    Args:
        figures: of the carriageway or a strip.
        lighting_class: the class, or its name in EN 13201-2:2015.
        also: conditions that hold here: `When.FACES`, `When.WET`.

    Raises:
        PhotometryError: (photometry.E010) an unknown class; (photometry.E011) the field lacks a
            value that binds, such as luminance on a footway.

    """
    asked = class_of(lighting_class) if isinstance(lighting_class, str) else lighting_class
    holds = {When.ALWAYS, When.INFORMATIVE, *also}
    limits = sorted(
        (limit for limit in asked.limits if limit.when in holds),
        key=lambda limit: limit.when is When.INFORMATIVE,
    )
    return Verdict(
        lighting_class=asked, findings=tuple(_finding(figures, limit, asked) for limit in limits)
    )


def _finding(figures: Figures, limit: Limit, asked: LightingClass) -> Finding:
    found: float | None = getattr(figures, limit.figure)
    if found is None:
        if limit.when is When.INFORMATIVE:
            return Finding(limit=limit, found=None, passed=None, margin=None)
        raise PhotometryError(
            f"Class {asked.name} asks for {limit.figure}, which was not calculated for this field.",
            fix="Judge a carriageway by M, C or P, a footway by P, HS, SC or EV.",
            code="photometry.E011",
        )
    margin = found / limit.least - 1 if limit.least else 1 - found / (limit.most or 1.0)
    return Finding(limit=limit, found=found, passed=margin >= -ROUNDING, margin=margin)
