"""Errors of the room.

CityError
└── PlaceError: a pack that is not there, a box or point that is none
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class PlaceError(CityError):
    """Something about places cannot be done; the message says what and why."""
