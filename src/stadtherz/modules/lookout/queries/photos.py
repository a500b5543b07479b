"""Photos of incidents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from stadtherz.core.occasions import queries as occasions
from stadtherz.modules.lookout.domain import State
from stadtherz.modules.lookout.models import Photo
from stadtherz.modules.lookout.queries.incidents import VIEW

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion

_WITH = ("item", "mission", "occasion")
NEIGHBOURS = 6


def photos_of(occasion: Occasion) -> QuerySet[Photo]:
    """Photos of an incident that the caller may see, newest first."""
    return (
        Photo.objects.filter(occasion=occasion, item__deleted_at__isnull=True)
        .select_related(*_WITH)
        .order_by("-received_at", "-id")
    )


def photo_for(photo_id: UUID, *, by: Actor) -> Photo:
    """A photo of an incident that the actor may see; else DoesNotExist."""
    visible = occasions.occasions(by=by, permission=VIEW)
    return Photo.objects.select_related(*_WITH).get(id=photo_id, occasion__in=visible)


def photo_record(photo_id: UUID) -> Photo:
    """The photo for work that an event began, whoever may see it."""
    return Photo.objects.select_related(*_WITH, "occasion__organisation__town").get(id=photo_id)


def placed_neighbours(photo: Photo) -> list[Photo]:
    """Photos of the same mission with an outline, taken nearest to this one, this one excluded."""
    others = (
        Photo.objects.filter(
            mission=photo.mission_id, corners__isnull=False, item__deleted_at__isnull=True
        )
        .exclude(id=photo.id)
        .select_related(*_WITH)
    )
    here = (photo.lon_deg or 0.0, photo.lat_deg or 0.0)
    return sorted(others, key=lambda other: _apart(other, here))[:NEIGHBOURS]


def next_to_compare(mission_id: UUID) -> Photo | None:
    """The mission's oldest photo with an outline that no neighbour was asked about."""
    waiting = _to_compare().filter(mission=mission_id)
    return (
        waiting.select_related(*_WITH, "occasion__organisation__town")
        .order_by("received_at")
        .first()
    )


def missions_to_compare() -> list[UUID]:
    """Missions with such photos."""
    found = _to_compare().filter(mission__isnull=False).values_list("mission_id", flat=True)
    return [mission_id for mission_id in found.distinct() if mission_id]


def _to_compare() -> QuerySet[Photo]:
    return Photo.objects.filter(
        corners__isnull=False, compared_at__isnull=True, item__deleted_at__isnull=True
    )


def counts_by_state() -> dict[str, int]:
    """How many photos stand in each state, in the whole installation."""
    rows = Photo.objects.values_list("state").annotate(Count("id")).order_by()
    return dict(rows)


def late_count(late_s: float, *, now_at: dt.datetime | None = None) -> int:
    """Photos received longer ago than that and not read yet."""
    now_at = now_at or timezone.now()
    limit = now_at - dt.timedelta(seconds=late_s)
    return Photo.objects.filter(state=State.RECEIVED, received_at__lt=limit).count()


def _apart(photo: Photo, here: tuple[float, float]) -> float:
    return abs((photo.lon_deg or 0.0) - here[0]) + abs((photo.lat_deg or 0.0) - here[1])
