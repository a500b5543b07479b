"""What the lookout does when something happens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.media import queries as media
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.tasks.contract import enqueue
from stadtherz.modules.lookout import actions, tasks
from stadtherz.modules.lookout.actions.incidents import tell_incident

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.events import PictureReceived
    from stadtherz.core.occasions.events import OccasionEvent


def on_picture(event: PictureReceived, by: Actor) -> None:
    """Enter the picture at once; its pixels are read outside this transaction."""
    photo = actions.take_in(media.record(event.item_id), by=by)
    if photo.read_at is None:
        enqueue(
            tasks.read,
            str(photo.id),
            by=by,
            organisation_id=photo.organisation_id,
            once_key=f"read-{photo.id}",
        )


def on_incident(event: OccasionEvent, by: Actor) -> None:
    """Tell open boards and incident pages."""
    change = event.type.rsplit("_", 1)[-1]
    tell_incident(occasions.record(event.occasion_id), change)
