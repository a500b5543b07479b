"""Rules of the lookout, free of Django: states, live messages, reading a photo, moving one."""

from stadtherz.modules.lookout.domain.reading import Copy, Reading, large_copy, read_photo
from stadtherz.modules.lookout.domain.states import (
    IncidentChanged,
    LonLat,
    PhotoChanged,
    State,
    Trouble,
    moved,
    outline_trouble,
    position_trouble,
)

__all__ = [
    "Copy",
    "IncidentChanged",
    "LonLat",
    "PhotoChanged",
    "Reading",
    "State",
    "Trouble",
    "large_copy",
    "moved",
    "outline_trouble",
    "position_trouble",
    "read_photo",
]
