"""Pages of the lookout."""

from stadtherz.modules.lookout.views.board import list_incidents, show_board
from stadtherz.modules.lookout.views.crew import (
    close_mission,
    deliver,
    issue_key,
    open_mission,
    relocate,
    revoke_key,
    show_crew,
)
from stadtherz.modules.lookout.views.incident import (
    close_incident,
    invite_guest,
    list_photos,
    show_incident,
    show_photo,
)
from stadtherz.modules.lookout.views.samples import list_samples, show_sample

__all__ = [
    "close_incident",
    "close_mission",
    "deliver",
    "invite_guest",
    "issue_key",
    "list_incidents",
    "list_photos",
    "list_samples",
    "open_mission",
    "relocate",
    "revoke_key",
    "show_board",
    "show_crew",
    "show_incident",
    "show_photo",
    "show_sample",
]
