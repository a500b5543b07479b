"""One door for every notation."""

from __future__ import annotations

from stadtherz.lib.coordinates.angles import parse_angles
from stadtherz.lib.coordinates.grid import parse_utm
from stadtherz.lib.coordinates.position import Reading, unreadable
from stadtherz.lib.coordinates.utmref import from_utmref

_LONGEST = 120


def parse(text: str) -> Reading:
    """Read coordinates in any notation that :mod:`stadtherz.lib.coordinates` knows.

    Args:
        text: what a person wrote, at most 120 characters.

    Raises:
        CoordinateError: with an example of every notation, when it is none of them.

    """
    if len(text) > _LONGEST:
        raise unreadable(text)
    return from_utmref(text) or parse_utm(text) or parse_angles(text)
