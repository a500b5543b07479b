"""Reading people, organisations and rights."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from stadtherz.core.people.models import Grant, Organisation, Person, PersonSession, Token, Town
from stadtherz.core.registry.values import ANYONE, Actor
from stadtherz.lib.clock import SimulatedClock

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet


def town() -> Town | None:
    """The installation's first town; None before one is loaded."""
    return Town.objects.order_by("id").first()


@dataclass(frozen=True)
class TownTime:
    """What the town's clock says; `is_simulated` must be shown wherever the time is."""

    now_at: dt.datetime
    is_simulated: bool

    @property
    def clock_label(self) -> str:
        """Hours and minutes in the town's zone, such as 22:47."""
        return timezone.localtime(self.now_at).strftime("%H:%M")


def town_time(found: Town | None, now_at: dt.datetime | None = None) -> TownTime:
    """The town's clock at a real moment (default: now)."""
    now_at = now_at or timezone.now()
    if found is None or found.simulated_from_at is None or found.simulation_started_at is None:
        return TownTime(now_at, is_simulated=False)
    clock = SimulatedClock(
        begins_at=found.simulated_from_at, started_at=found.simulation_started_at
    )
    return TownTime(clock.at(now_at), is_simulated=True)


def organisation(key: str) -> Organisation:
    """The organisation of the first town with this key."""
    return Organisation.objects.select_related("town").get(key=key, town=town())


def organisations(*, by: Actor, permission: str | None = None) -> QuerySet[Organisation]:
    """Organisations in which the actor holds the right, or any right."""
    keys = by.organisations_with(permission) if permission else list(by.grants)
    return Organisation.objects.filter(id__in=keys).order_by("name")


def actor_for(person: Person) -> Actor:
    """The person as an actor, with the rights of all current memberships (one SQL query)."""
    if not person.is_active:
        return ANYONE
    current = Q(role__memberships__until_at__isnull=True) | Q(
        role__memberships__until_at__gt=timezone.now()
    )
    rows = (
        Grant.objects.filter(current, role__memberships__person=person)
        .values_list("role__organisation_id", "permission")
        .distinct()
    )
    held: dict[UUID, set[str]] = defaultdict(set)
    for organisation_id, permission in rows:
        held[organisation_id].add(permission)
    return Actor(
        kind="person",
        id=person.id,
        name=person.name,
        grants={key: frozenset(rights) for key, rights in held.items()},
    )


def actor_for_token(secret: str) -> Actor | None:
    """The actor of a bearer token, or None when it is unknown, expired or revoked."""
    now = timezone.now()
    token = (
        Token.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            digest=token_digest(secret),
            revoked_at__isnull=True,
        )
        .select_related("organisation")
        .first()
    )
    if token is None:
        return None
    scopes = frozenset(token.scopes)
    return Actor(
        kind="token",
        id=token.id,
        name=token.name,
        scopes=scopes,
        grants={token.organisation_id: scopes},
        narrowed_to=frozenset(token.narrowed_to),
    )


def token_digest(secret: str) -> str:
    """How a token is stored: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may(actor: Actor, permission: str, organisation_id: UUID | None = None) -> bool:
    """Whether the actor holds the right there, or (None) anywhere."""
    return actor.may(permission, organisation_id)


def sessions_of(by: Actor) -> QuerySet[PersonSession]:
    """The actor's own running sessions, newest first."""
    if by.id is None:
        return PersonSession.objects.none()
    return PersonSession.objects.filter(person_id=by.id, expire_date__gt=timezone.now()).order_by(
        "-seen_at"
    )


def demo_accounts_exist() -> bool:
    """Whether an account without password is here; `serve` then refuses to start."""
    return Person.objects.filter(is_demo=True).exists()
