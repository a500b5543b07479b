"""The sun over a town."""

from stadtherz.lib.astro.sun import (
    NightSpan,
    Place,
    PlaceError,
    Polar,
    evening_of,
    is_night,
    night_span,
)

__all__ = ["NightSpan", "Place", "PlaceError", "Polar", "evening_of", "is_night", "night_span"]
