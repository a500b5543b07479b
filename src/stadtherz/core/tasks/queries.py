"""Reading durable work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.tasks.domain import WorkState
from stadtherz.core.tasks.models import Work

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor


def work_for(
    by: Actor, *, states: Collection[WorkState] = tuple(WorkState), limit: int = 100
) -> QuerySet[Work]:
    """The actor's own work and that of organisations where they manage work, newest first."""
    seen = Q(organisation_id__in=by.organisations_with("tasks.manage"))
    if by.id is not None:
        seen |= Q(actor_kind=by.kind, actor_id=by.id)
    return Work.objects.filter(seen, state__in=states).order_by("-id")[:limit]


def work_by_id(by: Actor, work_id: UUID) -> Work:
    """One piece of work.

    Raises:
        Work.DoesNotExist: there is none.
        NotAllowedError: it is neither the actor's own nor of an organisation they manage.

    """
    work = Work.objects.get(id=work_id)
    if not is_own(work, by) and not by.may("tasks.manage", work.organisation_id):
        raise NotAllowedError("tasks.manage")
    return work


def is_own(work: Work, by: Actor) -> bool:
    """Whether the actor queued it."""
    return by.id is not None and (work.actor_kind, work.actor_id) == (by.kind, by.id)


def failed_lately(*, days: int = 7) -> dict[str, int]:
    """How often each task has failed for good in the last days, for health."""
    since = timezone.now() - dt.timedelta(days=days)
    rows = Work.objects.filter(state=WorkState.FAILED, finished_at__gte=since)
    return dict(rows.values_list("task").annotate(Count("id")).order_by("task"))
