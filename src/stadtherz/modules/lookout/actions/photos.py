"""Photos are taken in, placed, turned when neighbours show it, or told why they could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.live.contract import announce
from stadtherz.core.media import actions as media
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import action
from stadtherz.core.places import queries as places
from stadtherz.modules.lookout.actions.missions import anchor, receiving_mission
from stadtherz.modules.lookout.domain import PhotoChanged, State, Trouble
from stadtherz.modules.lookout.models import Mission, Photo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.actions import SealedCopy
    from stadtherz.core.media.models import Item
    from stadtherz.modules.lookout.domain import Reading

NEAR_M = 500.0
PLACE = "lookout.open_mission"


@action(PLACE, verb="lookout.take_in")
def take_in(item: Item, *, by: Actor) -> Photo:
    """Enter a received picture; its pixels are read afterwards. Twice changes nothing."""
    known = Photo.objects.filter(item=item).first()
    if known is not None:
        note(known, was_known=True)
        return known
    photo = Photo.objects.create(
        item=item,
        occasion=item.occasion,
        mission=receiving_mission(item.occasion, sender_id=item.sender_id),
        is_exercise=item.occasion.is_exercise,
        received_at=item.received_at,
    )
    note(photo, occasion=item.occasion_id)
    tell(photo)
    return photo


@action(PLACE, verb="lookout.place")
def place_photo(
    photo: Photo, reading: Reading, copies: Iterable[SealedCopy] = (), *, by: Actor
) -> Photo:
    """Keep what was read, and show it to the incident's organisations.

    Args:
        photo: the photo that was read.
        reading: what its file tells.
        copies: its smaller pictures, sealed and on disk already.
        by: in whose name.

    """
    _keep_copies(photo, copies, by=by)
    for name, value in reading.fields.items():
        setattr(photo, name, value)
    photo.read_at = photo.read_at or timezone.now()
    photo.save()
    if photo.state == State.PLACED and photo.mission_id:
        photo.mission = _anchored(photo.mission_id)
        photo.address = _nearest(photo)
        photo.save(update_fields=["address"])
    note(photo, occasion=photo.occasion_id, state=str(photo.state), trouble=str(photo.trouble))
    tell(photo)
    return photo


@action(PLACE, verb="lookout.turn")
def turn_photo(
    photo: Photo, reading: Reading, copies: Iterable[SealedCopy] = (), *, by: Actor
) -> Photo:
    """Change how a photo's pixels stand, because neighbours show the same ground otherwise."""
    note(photo, before=photo.orientation, now=str(reading.fields.get("orientation", "")))
    photo.compared_at = timezone.now()
    return place_photo(photo, reading, copies, by=by)


@action(PLACE, verb="lookout.enlarge")
def enlarge_photo(photo: Photo, copies: Iterable[SealedCopy], *, by: Actor) -> Photo:
    """Keep the copy that opens large, made after people see the photo already."""
    _keep_copies(photo, copies, by=by)
    photo.save(update_fields=["enlarged_at"])
    note(photo)
    tell(photo)
    return photo


@action(PLACE, verb="lookout.confirm")
def confirm_photo(photo: Photo, *, by: Actor) -> Photo:
    """Neighbours have nothing to add to what the file tells."""
    photo.compared_at = timezone.now()
    photo.save(update_fields=["compared_at"])
    note(photo)
    return photo


@action(PLACE, verb="lookout.fail")
def fail_photo(photo: Photo, *, detail: str, by: Actor) -> Photo:
    """Say that a picture could not be read; the original stays kept."""
    photo.state, photo.trouble = State.FAILED, Trouble.UNREADABLE
    photo.detail, photo.read_at = detail[:300], timezone.now()
    photo.save()
    note(photo, occasion=photo.occasion_id)
    tell(photo)
    return photo


def tell(photo: Photo) -> None:
    """Announce to the incident's organisations, and to no others."""
    message = PhotoChanged(occasion_id=photo.occasion_id, photo_id=photo.id, state=str(photo.state))
    for organisation_id in occasions.organisations_of(photo.occasion):
        announce("lookout.photos", message, organisation_id=organisation_id)


def _keep_copies(photo: Photo, copies: Iterable[SealedCopy], *, by: Actor) -> None:
    for copy in copies:
        media.derive(photo.item, copy, by=by)
        if copy.name.startswith("view-"):
            photo.enlarged_at = timezone.now()


def _anchored(mission_id: UUID) -> Mission:
    mission = Mission.objects.select_for_update().get(id=mission_id)
    anchor(mission)
    mission.save(update_fields=["from_lon_deg", "from_lat_deg"])
    return mission


def _nearest(photo: Photo) -> str:
    point = photo.shown_centre
    if point is None:
        return ""
    town = photo.occasion.organisation.town
    found = places.nearest_address(town, *point, radius_m=NEAR_M)
    return f"{found.street.name} {found.housenumber}" if found else ""
