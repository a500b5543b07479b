"""What can be wrong with a picture file, told to a person."""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class PictureError(CityError):
    """A file that cannot be taken as a picture: empty, cut, of another kind, or too large."""
