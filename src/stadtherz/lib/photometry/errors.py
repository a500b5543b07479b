"""Why a road's light cannot be calculated or judged, told to a person."""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class PhotometryError(CityError):
    """A road, a row of lamps, a table, a class or an answer that cannot be."""
