"""The hold on a piece of work: each step one compare-and-swap update.

The pair of owner and attempt is the fence: a worker that lost its lease can no longer write.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from stadtherz.core.tasks.domain import WorkState, retry_pause_s
from stadtherz.core.tasks.models import Work

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Lease:
    """Our hold on one piece of work."""

    work_id: UUID
    owner: str
    attempt: int

    def rows(self) -> QuerySet[Work]:
        """The row while it is ours, else nothing."""
        return Work.objects.filter(
            id=self.work_id,
            state=WorkState.RUNNING,
            lease_owner=self.owner,
            attempts=self.attempt,
        )

    def extend(self, lease_s: float) -> bool:
        """Give a sign of life; False when the work is no longer ours."""
        until = timezone.now() + dt.timedelta(seconds=lease_s)
        return self.rows().update(lease_mark=F("lease_mark") + 1, leased_until=until) == 1

    def end(self, state: WorkState, **fields: Any) -> bool:
        """Finish as done, failed or cancelled; False when the work is no longer ours."""
        return (
            self.rows().update(
                state=state,
                lease_owner="",
                leased_until=None,
                finished_at=timezone.now(),
                is_cancel_wanted=False,
                **fields,
            )
            == 1
        )

    def give_back(self) -> bool:
        """Return the work to the queue; the try does not count."""
        return (
            self.rows().update(
                state=WorkState.QUEUED,
                lease_owner="",
                leased_until=None,
                attempts=F("attempts") - 1,
            )
            == 1
        )

    def fail(self, error: dict[str, str]) -> bool:
        """Queue the next try after a pause, or end as failed after the last one."""
        work = self.rows().first()
        if work is None:
            return False
        if work.attempts >= work.max_attempts:
            return self.end(WorkState.FAILED, error=error)
        pause_s = retry_pause_s(work.attempts, chance=random.random())  # noqa: S311 -- spreads load
        return (
            self.rows().update(
                state=WorkState.QUEUED,
                lease_owner="",
                leased_until=None,
                error=error,
                run_at=timezone.now() + dt.timedelta(seconds=pause_s),
            )
            == 1
        )
