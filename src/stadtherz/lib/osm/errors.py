"""Errors of the room.

CityError
└── TownFileError: the map file cannot be used
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class TownFileError(CityError):
    """An OpenStreetMap extract cannot be used; nothing was built from it."""
