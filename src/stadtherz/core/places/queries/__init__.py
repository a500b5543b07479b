"""Reading places: where, what is near, what a typed line means, the town's pack."""

from stadtherz.core.places.queries.candidates import Candidate
from stadtherz.core.places.queries.finding import find
from stadtherz.core.places.queries.night import map_tone
from stadtherz.core.places.queries.packs import (
    archive_of,
    light_counts,
    pack_of,
    street_graph,
    town_bounds,
)
from stadtherz.core.places.queries.places import kinds_of, places_of
from stadtherz.core.places.queries.spatial import near, nearest_address, within

__all__ = [
    "Candidate",
    "archive_of",
    "find",
    "kinds_of",
    "light_counts",
    "map_tone",
    "near",
    "nearest_address",
    "pack_of",
    "places_of",
    "street_graph",
    "town_bounds",
    "within",
]
