"""Work on pixels, outside every write transaction: reading a photo, asking its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from stadtherz.core.media import queries as media
from stadtherz.core.tasks.contract import enqueue, task
from stadtherz.lib.errors import CityError
from stadtherz.lib.georef import Photo as GroundPhoto
from stadtherz.lib.georef import neighbours, orientations
from stadtherz.lib.pictures import Decision, Orientation, grey, judge_alone, read_shot
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.domain import Reading, State, read_photo

if TYPE_CHECKING:
    from stadtherz.core.tasks.contract import Progress
    from stadtherz.modules.lookout.models import Photo

COMPARED_PX = 500


@task("lookout.read", max_attempts=5)
def read(progress: Progress, photo_id: str) -> str:
    """Read a photo and show it; done again after a kill without harm."""
    photo = queries.photo_record(UUID(photo_id))
    if photo.read_at is not None or photo.item.deleted_at is not None:
        return str(photo.state)
    try:
        reading = _reading(photo)
    except CityError as error:
        return str(actions.fail_photo(photo, detail=error.message, by=progress.actor).state)
    placed = actions.place_photo(photo, reading, by=progress.actor)
    if placed.corners and queries.placed_neighbours(placed):
        enqueue(
            compare,
            photo_id,
            by=progress.actor,
            organisation_id=photo.organisation_id,
            once_key=f"compare-{photo_id}",
        )
    return str(placed.state)


@task("lookout.compare", max_attempts=2, lease_s=120)
def compare(progress: Progress, photo_id: str) -> str:
    """Hold a photo's orientation against neighbours that show the same ground."""
    photo = queries.photo_record(UUID(photo_id))
    if photo.state != State.PLACED or not photo.corners:
        return photo.orientation
    known = [photo, *queries.placed_neighbours(photo)]
    files = [media.read_item(one.item) for one in known]
    progress.report(0.2)
    shots = [read_shot(data, zone=_zone(photo)) for data in files]
    ground = [
        GroundPhoto(shot, grey(data, max_side_px=COMPARED_PX))
        for shot, data in zip(shots, files, strict=True)
    ]
    pairs = neighbours(ground, of=0)
    alone = [judge_alone(files[0], shots[0]), *(_kept(one) for one in known[1:])]
    decided = orientations(ground, alone, pairs=pairs)[0]
    if decided.decision == photo.orientation and decided.reasons == alone[0].reasons:
        return photo.orientation
    reading = _reading(photo, decided)
    return actions.turn_photo(photo, reading, by=progress.actor).orientation


def _reading(photo: Photo, orientation: Orientation | None = None) -> Reading:
    sizes = queries.chosen()
    return read_photo(
        media.read_item(photo.item),
        thumb_px=sizes.thumb_px,
        view_px=sizes.view_px,
        zone=_zone(photo),
        orientation=orientation,
    )


def _zone(photo: Photo) -> ZoneInfo:
    return ZoneInfo(photo.occasion.organisation.town.zone)


def _kept(photo: Photo) -> Orientation:
    decision = Decision(photo.orientation or Decision.UNVERIFIED)
    return Orientation(decision, photo.orientation_confidence or 0.0)
