"""Why a shot cannot be placed on the ground, told to a person."""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class GeorefError(CityError):
    """A shot lacks what it takes to place it: position, height, angles or camera."""
