"""What the lookout does when something happens elsewhere."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from stadtherz.core.media import queries as media
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.tasks.contract import enqueue
from stadtherz.modules.lookout import actions, queries, tasks
from stadtherz.modules.lookout.actions.incidents import tell_incident

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.events import PictureReceived
    from stadtherz.core.occasions.events import OccasionEvent
    from stadtherz.modules.lookout.models import Photo

LOG = logging.getLogger(__name__)
QUICK_BYTES: Final = 32_000_000
_AT_ONCE = threading.BoundedSemaphore(2)
"""Fewer than the outbox has lanes: photos never hold up what others are told."""


def on_picture(event: PictureReceived, by: Actor) -> None:
    """Enter the picture and read it at once; what takes long, or fails, is left to the queue."""
    photo = actions.take_in(media.record(event.item_id), by=by)
    if photo.read_at is None and not _read_at_once(photo, by):
        enqueue(
            tasks.read,
            str(photo.id),
            by=by,
            organisation_id=photo.organisation_id,
            once_key=f"read-{photo.id}",
        )


def _read_at_once(photo: Photo, by: Actor) -> bool:
    """Read an ordinary photo here and now, while few others are being read.

    A place in the queue costs a third of a second on a loaded machine; somebody waits for this.
    """
    if photo.item.size_bytes > QUICK_BYTES or not _AT_ONCE.acquire(blocking=False):
        return False
    try:
        tasks.read_one(queries.photo_record(photo.id), by=by)
    except Exception:
        LOG.exception("a photo could not be read at once, the queue tries again")
        return False
    finally:
        _AT_ONCE.release()
    return True


def on_incident(event: OccasionEvent, by: Actor) -> None:
    """Tell open boards and incident pages."""
    change = event.type.rsplit("_", 1)[-1]
    tell_incident(occasions.record(event.occasion_id), change)
