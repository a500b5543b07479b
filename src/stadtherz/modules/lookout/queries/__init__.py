"""Reading the lookout. People see incidents of the organisations in which they hold the right."""

from stadtherz.modules.lookout.queries.chosen import chosen
from stadtherz.modules.lookout.queries.incidents import (
    board,
    guests,
    incident_for,
    organisations_to_invite,
    usual_guests,
)
from stadtherz.modules.lookout.queries.missions import keys_of, mission_for, missions_of
from stadtherz.modules.lookout.queries.photos import (
    counts_by_state,
    late_count,
    missions_to_compare,
    next_to_compare,
    photo_for,
    photo_record,
    photos_of,
    placed_neighbours,
)

__all__ = [
    "board",
    "chosen",
    "counts_by_state",
    "guests",
    "incident_for",
    "keys_of",
    "late_count",
    "mission_for",
    "missions_of",
    "missions_to_compare",
    "next_to_compare",
    "organisations_to_invite",
    "photo_for",
    "photo_record",
    "photos_of",
    "placed_neighbours",
    "usual_guests",
]
