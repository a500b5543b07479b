"""Reading occasions. An actor sees those of its organisations and those they take part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from stadtherz.core.occasions.domain import Kind
from stadtherz.core.occasions.models import Occasion, Participation

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor

VIEW = "occasions.view"


def occasions(*, by: Actor, permission: str = VIEW) -> QuerySet[Occasion]:
    """Occasions that the actor may see by this right, newest first.

    A token or mission key that is narrowed to single occasions sees only those.
    """
    own = by.organisations_with(permission)
    visible = Occasion.objects.filter(
        Q(organisation__in=own)
        | Q(id__in=Participation.objects.filter(organisation__in=own).values("occasion"))
    )
    if by.narrowed_to:
        visible = visible.filter(id__in=by.narrowed_to)
    return visible.select_related("organisation").order_by("-opened_at")


def occasion_for(key: UUID, *, by: Actor, permission: str = VIEW) -> Occasion:
    """The occasion with this id; DoesNotExist when there is none for this actor."""
    return occasions(by=by, permission=permission).get(id=key)


def open_incidents(*, by: Actor, permission: str = VIEW) -> QuerySet[Occasion]:
    """Incidents that are going on."""
    return occasions(by=by, permission=permission).filter(
        kind=Kind.INCIDENT, closed_at__isnull=True
    )


def organisations_of(occasion: Occasion) -> list[UUID]:
    """The owner and all that take part."""
    taking_part = occasion.participations.values_list("organisation_id", flat=True)
    return [occasion.organisation_id, *taking_part]


def may_in(occasion: Occasion, permission: str, *, by: Actor) -> bool:
    """Whether the actor holds the right in one of the occasion's organisations."""
    if by.kind == "system":
        return by.may(permission)
    if by.narrowed_to and str(occasion.id) not in by.narrowed_to:
        return False
    return any(by.may(permission, key) for key in organisations_of(occasion))


def record(occasion_id: UUID) -> Occasion:
    """The occasion for rooms that act on an event they were told, whoever may see it."""
    return Occasion.objects.select_related("organisation__town").get(id=occasion_id)
