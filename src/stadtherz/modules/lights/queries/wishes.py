"""Overrides and work locks: those that hold now, and those of one lamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from stadtherz.core.people.contract import NotAllowedError
from stadtherz.modules.lights.models import Override, WorkLock
from stadtherz.modules.lights.queries.register import VIEW

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.people.contract import Actor
    from stadtherz.modules.lights.models import Lamp

REMEMBERED = 200


def running(*, by: Actor, now_at: dt.datetime | None = None) -> QuerySet[Override]:
    """Overrides that are neither released nor expired, newest first."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    now_at = now_at or timezone.now()
    held = Override.objects.filter(released_at__isnull=True, expires_at__gt=now_at)
    return held.select_related("owner", "organisation").defer("rows")


def override_for(override_id: UUID, *, by: Actor) -> Override:
    """One override, also an ended one."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    return Override.objects.select_related("owner").get(id=override_id)


def overrides_of_lamp(lamp: Lamp, *, by: Actor, at_most: int = 10) -> list[Override]:
    """The latest overrides that named this lamp, newest first."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    latest = Override.objects.select_related("owner").order_by("-starts_at")[:REMEMBERED]
    return [override for override in latest if lamp.row in override.rows][:at_most]


def wishes_to_carry_out(now_at: dt.datetime) -> list[Override]:
    """Overrides that the bridge must hold at this real moment (one SQL query)."""
    due = Q(released_at__isnull=True, expires_at__gt=now_at)
    return list(Override.objects.filter(due).order_by("starts_at", "id"))


def open_locks() -> QuerySet[WorkLock]:
    """Work permits that are open."""
    return WorkLock.objects.filter(closed_at__isnull=True).select_related("holder")


def lock_for(lock_id: UUID, *, by: Actor) -> WorkLock:
    """One work permit."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    return WorkLock.objects.select_related("holder").get(id=lock_id)


def locks_of_lamp(lamp: Lamp, *, by: Actor) -> list[WorkLock]:
    """Open work permits that name this lamp."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    return [lock for lock in open_locks() if lamp.row in lock.rows]
