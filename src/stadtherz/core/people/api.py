"""The API of people: who am I."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router, Schema

from stadtherz.core.people.contract import NotAllowedError, actor_of
from stadtherz.core.people.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router()


class Place(Schema):
    """An organisation and the rights held there."""

    id: UUID
    key: str
    name: str
    rights: list[str]


class Me(Schema):
    """Who asks: a person or a key for programs."""

    kind: str
    id: UUID | None
    name: str
    organisations: list[Place]


@router.get("/me", response=Me, summary="Who am I, and what may I do?")
def me(request: HttpRequest) -> Me:
    """Return the person or key that asks, with its rights in each organisation.

    Raises:
        NotAllowedError: a visitor asks.

    """
    actor = actor_of(request)
    if actor.is_anonymous:
        raise NotAllowedError("signed-in")
    offices = Organisation.objects.filter(id__in=actor.grants).order_by("key")
    return Me(
        kind=actor.kind,
        id=actor.id,
        name=actor.name,
        organisations=[
            Place(id=one.id, key=one.key, name=one.name, rights=sorted(actor.grants[one.id]))
            for one in offices
        ],
    )
