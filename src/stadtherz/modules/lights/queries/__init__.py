"""Reading lamps, wishes and the recorded light."""

from stadtherz.modules.lights.queries.fleet import TownFleet, calendar_of, load_fleet
from stadtherz.modules.lights.queries.picture import (
    LampLight,
    energy_kwh,
    history_of,
    levels_of,
    picture_of,
    present_picture,
)
from stadtherz.modules.lights.queries.register import (
    VIEW,
    Selection,
    commandable_near,
    lamp_for,
    lamps,
    lamps_of,
    register_version,
    selection_of,
    streets,
)
from stadtherz.modules.lights.queries.table import KNOWN, LampTable, rows_known_as
from stadtherz.modules.lights.queries.tiles import lamp_tile
from stadtherz.modules.lights.queries.wishes import (
    lock_for,
    locks_of_lamp,
    open_locks,
    override_for,
    overrides_of_lamp,
    running,
    wishes_to_carry_out,
)

__all__ = [
    "KNOWN",
    "VIEW",
    "LampLight",
    "LampTable",
    "Selection",
    "TownFleet",
    "calendar_of",
    "commandable_near",
    "energy_kwh",
    "history_of",
    "lamp_for",
    "lamp_tile",
    "lamps",
    "lamps_of",
    "levels_of",
    "load_fleet",
    "lock_for",
    "locks_of_lamp",
    "open_locks",
    "override_for",
    "overrides_of_lamp",
    "picture_of",
    "present_picture",
    "register_version",
    "rows_known_as",
    "running",
    "selection_of",
    "streets",
    "wishes_to_carry_out",
]
