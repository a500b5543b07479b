"""Cancelling and retrying work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from stadtherz.core.people.contract import NotAllowedError, action
from stadtherz.core.tasks.domain import WorkState
from stadtherz.core.tasks.errors import TaskError
from stadtherz.core.tasks.models import Work
from stadtherz.core.tasks.queries import is_own
from stadtherz.core.tasks.queueing import wake

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor


@action("tasks.manage", needs_right=False)
def cancel(work: Work, *, by: Actor) -> Work:
    """Cancel at once what waits; ask what runs to stop at its next report.

    Raises:
        NotAllowedError: it is neither the actor's own nor of an organisation they manage.
        TaskError: it has ended already.

    """
    _require(work, by)
    rows = Work.objects.filter(id=work.id)
    now = timezone.now()
    waiting = rows.filter(state=WorkState.QUEUED)
    if not waiting.update(state=WorkState.CANCELLED, finished_at=now) and not rows.filter(
        state=WorkState.RUNNING
    ).update(is_cancel_wanted=True):
        raise TaskError(
            "This work has ended already.", fix="Start it again if needed.", code="tasks.E002"
        )
    work.refresh_from_db()
    return work


@action("tasks.manage", needs_right=False)
def retry(work: Work, *, by: Actor) -> Work:
    """Queue failed or cancelled work again, with all its tries.

    Raises:
        NotAllowedError: it is neither the actor's own nor of an organisation they manage.
        TaskError: it has not ended, was done, or the same is open already.

    """
    _require(work, by)
    ended = Work.objects.filter(id=work.id, state__in=[WorkState.FAILED, WorkState.CANCELLED])
    try:
        with transaction.atomic():
            queued = ended.update(
                state=WorkState.QUEUED,
                attempts=0,
                progress=0.0,
                run_at=F("created_at"),
                finished_at=None,
                is_cancel_wanted=False,
            )
    except IntegrityError:
        queued = 0
    if not queued:
        raise TaskError(
            "This work cannot be tried again: it is open, was done, or the same is open already.",
            fix="Look at its state.",
            code="tasks.E003",
        )
    transaction.on_commit(wake)
    work.refresh_from_db()
    return work


def _require(work: Work, by: Actor) -> None:
    if not is_own(work, by) and not by.may("tasks.manage", work.organisation_id):
        raise NotAllowedError("tasks.manage")
