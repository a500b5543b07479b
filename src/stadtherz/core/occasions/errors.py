"""Errors of occasions."""

from stadtherz.lib.errors import CityError


class OccasionError(CityError):
    """The occasion does not allow this."""
