"""Verbs of the lookout."""

from stadtherz.modules.lookout.actions.incidents import (
    invite,
    open_incident,
    view_incident,
)
from stadtherz.modules.lookout.actions.keys import IssuedKey, issue_key, revoke_key
from stadtherz.modules.lookout.actions.missions import (
    MissionError,
    close_mission,
    open_mission,
    relocate,
    stop_relocating,
)
from stadtherz.modules.lookout.actions.photos import (
    confirm_photo,
    enlarge_photo,
    fail_photo,
    place_photo,
    take_in,
    turn_photo,
)

__all__ = [
    "IssuedKey",
    "MissionError",
    "close_mission",
    "confirm_photo",
    "enlarge_photo",
    "fail_photo",
    "invite",
    "issue_key",
    "open_incident",
    "open_mission",
    "place_photo",
    "relocate",
    "revoke_key",
    "stop_relocating",
    "take_in",
    "turn_photo",
    "view_incident",
]
