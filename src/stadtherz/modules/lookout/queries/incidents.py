"""Incidents on the board, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max

from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.models import Membership, Organisation

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion

VIEW = "lookout.view"
INCIDENT = "incident"  # core.occasions.domain.Kind, behind the wall
CREW = "lookout.open_mission"
MOST = 100


def board(*, by: Actor, is_open: bool = True) -> QuerySet[Occasion]:
    """Incidents that the actor may see, newest first, with their number of photos."""
    visible = occasions.occasions(by=by, permission=VIEW).filter(
        kind=INCIDENT, closed_at__isnull=is_open
    )
    counted = visible.annotate(
        photo_count=Count("photos", distinct=True), last_photo_at=Max("photos__received_at")
    )
    return counted.order_by("-opened_at")[:MOST]


def incident_for(key: UUID, *, by: Actor) -> Occasion:
    """The incident with this id; DoesNotExist when this actor may not see it."""
    return (
        occasions.occasions(by=by, permission=VIEW)
        .select_related("organisation__town")
        .get(id=key, kind=INCIDENT)
    )


def guests(occasion: Occasion) -> list[Organisation]:
    """Organisations that take part besides the owner."""
    joined = occasion.participations.values("organisation")
    return list(Organisation.objects.filter(id__in=joined).order_by("name"))


def organisations_to_invite(owner_ids: list[UUID]) -> QuerySet[Organisation]:
    """All other organisations of the installation."""
    return Organisation.objects.exclude(id__in=owner_ids).order_by("name")


def usual_guests(owner_ids: list[UUID]) -> list[UUID]:
    """Other organisations that have a drone crew: they are offered first."""
    crews = Membership.objects.filter(role__grants__permission=CREW)
    keys = crews.exclude(role__organisation__in=owner_ids).values_list(
        "role__organisation", flat=True
    )
    return sorted(set(keys))
