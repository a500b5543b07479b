"""Errors of the room.

CityError
└── TownPackError: a pack is damaged, incomplete, or of another format
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class TownPackError(CityError):
    """A town pack cannot be read; nothing was taken from it."""
