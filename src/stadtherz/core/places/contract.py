"""What rooms above use of places: the spatial index for their own tables, events, values."""

from stadtherz.core.places.domain import Box
from stadtherz.core.places.errors import PlaceError
from stadtherz.core.places.events import TownLoaded
from stadtherz.core.places.queries.candidates import Candidate
from stadtherz.core.places.spatial import BOX, POINT, gather_statistics, spatial_index

__all__ = [
    "BOX",
    "POINT",
    "Box",
    "Candidate",
    "PlaceError",
    "TownLoaded",
    "gather_statistics",
    "spatial_index",
]
