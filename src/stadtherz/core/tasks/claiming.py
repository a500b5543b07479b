"""Taking work that is due, or that its worker abandoned: each step one compare-and-swap update.

Whether a lease has run out is judged by this process's monotonic clock (the mark stood still for
`lease_s`), or by proof that the owner's process is gone; the wall clock, which may jump, decides
nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from stadtherz.core.tasks.domain import WorkState, longest_retry_pause_s
from stadtherz.core.tasks.leases import Lease
from stadtherz.core.tasks.models import Work
from stadtherz.core.tasks.owners import is_gone
from stadtherz.core.tasks.registering import TASKS

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

_LOOK_AT_MOST = 20
_CLOCKS_DIFFER = dt.timedelta(minutes=1)  # between machines; a clock set back differs by more
_LONGEST_PAUSE = dt.timedelta(seconds=longest_retry_pause_s())


class Watch:
    """What this process saw of other workers' leases, by its monotonic clock."""

    def __init__(self) -> None:
        self._seen: dict[UUID, tuple[int, float]] = {}

    def has_run_out(self, work: Work, now_s: float) -> bool:
        """Whether the mark has stood still for the lease, or the owner is gone."""
        if is_gone(work.lease_owner):
            return True
        mark, since_s = self._seen.get(work.id, (None, now_s))
        if mark != work.lease_mark:
            self._seen[work.id] = (work.lease_mark, now_s)
            return False
        return now_s - since_s >= work.lease_s

    def keep_only(self, running: set[UUID]) -> None:
        """Forget work that no longer runs."""
        self._seen = {key: seen for key, seen in self._seen.items() if key in running}


def claim(owner: str, watch: Watch, now_s: float) -> tuple[Work, Lease] | None:
    """Take the oldest work that is due or abandoned, if any; never what somebody holds.

    Args:
        owner: our name (see `owners`).
        watch: what we saw of others' leases.
        now_s: monotonic clock.

    """
    for work in [*_abandoned(watch, now_s), *_due()]:
        if work.attempts >= work.max_attempts or work.is_cancel_wanted:
            _bury(work)
            continue
        lease = _take(work, owner)
        if lease is not None:
            work.refresh_from_db()
            return work, lease
    return None


def _due() -> list[Work]:
    """What waits and may run: its moment has come, or the clock was set back since it was queued.

    Queued in what is the future now, and put off by no more than a pause before a next try; or
    to be tried again later than any pause reaches.
    """
    now = timezone.now()
    waiting = Work.objects.filter(state=WorkState.QUEUED, task__in=list(TASKS))
    from_the_future = Q(
        attempts=0,
        created_at__gt=now + _CLOCKS_DIFFER,
        run_at__lte=F("created_at") + _LONGEST_PAUSE,
    )
    beyond_pauses = Q(attempts__gt=0, run_at__gt=now + _LONGEST_PAUSE)
    due = waiting.filter(Q(run_at__lte=now) | from_the_future | beyond_pauses)
    return list(due.order_by("run_at")[:_LOOK_AT_MOST])


def _abandoned(watch: Watch, now_s: float) -> list[Work]:
    running = list(Work.objects.filter(state=WorkState.RUNNING, task__in=list(TASKS)))
    watch.keep_only({work.id for work in running})
    return [work for work in running if watch.has_run_out(work, now_s)]


def _as_seen(work: Work) -> QuerySet[Work]:
    return Work.objects.filter(
        id=work.id,
        state=work.state,
        lease_owner=work.lease_owner,
        lease_mark=work.lease_mark,
        attempts=work.attempts,
    )


def _take(work: Work, owner: str) -> Lease | None:
    now = timezone.now()
    taken = _as_seen(work).update(
        state=WorkState.RUNNING,
        lease_owner=owner,
        lease_mark=F("lease_mark") + 1,
        leased_until=now + dt.timedelta(seconds=work.lease_s),
        attempts=F("attempts") + 1,
        started_at=now,
    )
    return Lease(work.id, owner, work.attempts + 1) if taken == 1 else None


def _bury(work: Work) -> None:
    """End abandoned work that was to be cancelled, or whose worker ended during the last try."""
    state = WorkState.CANCELLED if work.is_cancel_wanted else WorkState.FAILED
    _as_seen(work).update(
        state=state,
        lease_owner="",
        leased_until=None,
        finished_at=timezone.now(),
        error={"kind": "WorkerEnded", "message": "The worker ended during the last try."},
    )
