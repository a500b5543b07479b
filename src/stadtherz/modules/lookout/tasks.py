"""Work on pixels, outside every write transaction: reading a photo, asking its neighbours."""

from __future__ import annotations

import datetime as dt
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.media import actions as media_actions
from stadtherz.core.media import queries as media
from stadtherz.core.tasks.contract import enqueue, task
from stadtherz.lib.errors import CityError
from stadtherz.lib.georef import Photo as GroundPhoto
from stadtherz.lib.georef import neighbours, orientations
from stadtherz.lib.pictures import Decision, Orientation, grey, judge_alone, read_shot
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.domain import Copy, Reading, large_copy, read_photo

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.actions import SealedCopy
    from stadtherz.core.tasks.contract import Progress
    from stadtherz.modules.lookout.models import Photo

COMPARED_PX = 500
QUIET_S = 3.0
ENLARGE_AFTER_S = 1.0


@task("lookout.read", max_attempts=5)
def read(progress: Progress, photo_id: str) -> str:
    """Read a photo and show it; done again after a kill without harm."""
    return str(read_one(queries.photo_record(UUID(photo_id)), by=progress.actor).state)


def read_one(photo: Photo, *, by: Actor) -> Photo:
    """Read a photo, show it, and leave what can wait to the queue."""
    if photo.item.deleted_at is not None:
        return photo
    if photo.read_at is None:
        try:
            reading = _reading(photo, is_first=True)
        except CityError as error:
            return actions.fail_photo(photo, detail=error.code, by=by)
        photo = actions.place_photo(photo, reading, _sealed(photo, reading.copies), by=by)
    _enlarge_later(photo, by)
    if photo.corners and photo.mission_id:
        _compare_later(photo.mission_id, by)
    return photo


@task("lookout.enlarge", max_attempts=5)
def enlarge(progress: Progress, photo_id: str) -> bool:
    """Make the copy that opens large; photos that nobody sees yet go first."""
    _step_back()
    photo = queries.photo_record(UUID(photo_id))
    if photo.enlarged_at is not None or photo.item.deleted_at is not None:
        return False
    decision = Decision(photo.orientation or Decision.UNVERIFIED)
    copies = large_copy(media.read_item(photo.item), decision, queries.chosen().view_px)
    if not copies:
        return False
    actions.enlarge_photo(photo, _sealed(photo, copies), by=progress.actor)
    return True


@task("lookout.compare", max_attempts=3, lease_s=120, in_child=True)
def compare(progress: Progress, mission_id: str) -> int:
    """Hold the mission's new photos against neighbours that show the same ground.

    In a process of its own, and behind everything else: a photo that waits to be shown goes first.
    """
    os.nice(10)
    count = 0
    while photo := queries.next_to_compare(UUID(mission_id)):
        compare_one(photo, by=progress.actor)
        count += 1
        progress.report(0.5)
    return count


def compare_pending() -> None:
    """Queue missions whose photos were left over, should a process have died."""
    for mission_id in queries.missions_to_compare():
        _compare_later(mission_id, system_actor("lookout"))


def compare_one(photo: Photo, *, by: Actor) -> str:
    """Decide one photo's orientation with its neighbours; returns the decision."""
    known = [photo, *queries.placed_neighbours(photo)]
    files = [media.read_item(one.item) for one in known]
    shots = [read_shot(data, zone=_zone(photo)) for data in files]
    ground = [
        GroundPhoto(shot, grey(data, max_side_px=COMPARED_PX))
        for shot, data in zip(shots, files, strict=True)
    ]
    pairs = neighbours(ground, of=0)
    alone = [judge_alone(files[0], shots[0]), *(_kept(one) for one in known[1:])]
    decided = orientations(ground, alone, pairs=pairs)[0]
    if decided.decision == photo.orientation and decided.reasons == alone[0].reasons:
        return actions.confirm_photo(photo, by=by).orientation
    reading = _reading(photo, decided)
    return actions.turn_photo(photo, reading, _sealed(photo, reading.copies), by=by).orientation


def _step_back() -> None:
    """Let other threads have the processor first; this one is the task's own and ends with it."""
    own = threading.get_native_id()
    if own != os.getpid():
        with suppress(OSError):  # only Linux gives threads a rank of their own
            os.setpriority(os.PRIO_PROCESS, own, 10)


def _compare_later(mission_id: UUID, by: Actor) -> None:
    enqueue(
        compare,
        str(mission_id),
        by=by,
        run_at=timezone.now() + dt.timedelta(seconds=QUIET_S),
        once_key=f"compare-{mission_id}",
    )


def _enlarge_later(photo: Photo, by: Actor) -> None:
    if photo.enlarged_at is not None:
        return
    enqueue(
        enlarge,
        str(photo.id),
        by=by,
        organisation_id=photo.organisation_id,
        run_at=timezone.now() + dt.timedelta(seconds=ENLARGE_AFTER_S),
        once_key=f"enlarge-{photo.id}",
    )


def _sealed(photo: Photo, copies: tuple[Copy, ...]) -> list[SealedCopy]:
    return [
        media_actions.seal_copy(
            photo.item,
            name=copy.name,
            content=copy.content,
            content_type="image/jpeg",
            width_px=copy.width_px,
            height_px=copy.height_px,
        )
        for copy in copies
    ]


def _reading(
    photo: Photo, orientation: Orientation | None = None, *, is_first: bool = False
) -> Reading:
    sizes = queries.chosen()
    return read_photo(
        media.read_item(photo.item),
        thumb_px=sizes.thumb_px,
        view_px=None if is_first else sizes.view_px,
        zone=_zone(photo),
        orientation=orientation,
    )


def _zone(photo: Photo) -> ZoneInfo:
    return ZoneInfo(photo.occasion.organisation.town.zone)


def _kept(photo: Photo) -> Orientation:
    decision = Decision(photo.orientation or Decision.UNVERIFIED)
    return Orientation(decision, photo.orientation_confidence or 0.0)
