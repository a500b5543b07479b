"""Limits: what the lighting classes of EN 13201-2 ask, as data with source and mark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stadtherz.lib.photometry.sources import Source


class When(StrEnum):
    """Under which condition a limit binds."""

    ALWAYS = "always"
    INFORMATIVE = "informative"
    FACES = "where faces are to be recognised"
    WET = "where the road is wet for long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One value that a class asks for.

    Args:
        figure: name of a field of `Figures`.
        least, most: the bound; exactly one is given.
        source: where it comes from, and whether it must be checked.
        when: under which condition it binds.

    """

    figure: str
    source: Source
    least: float | None = None
    most: float | None = None
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class LightingClass:
    """A lighting class of one edition.

    Args:
        name: such as M4.
        edition: such as EN 13201-2:2015.
        limits: what it asks; P7 asks for nothing.

    """

    name: str
    edition: str
    limits: tuple[Limit, ...]
