"""Forgetting ended work, so that the table stays small."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from stadtherz.core.tasks.domain import OPEN_STATES
from stadtherz.core.tasks.models import Work

KEPT_DAYS: Final = 30
JOBS_KEPT_DAYS: Final = 2
_CHUNK: Final = 500  # keeps each write transaction far below 200 ms


def tidy() -> None:
    """Delete jobs two days after their end, other work thirty days after it, in small chunks."""
    ended = Work.objects.exclude(state__in=OPEN_STATES)
    now = timezone.now()
    for rows in (
        ended.filter(task="tasks.job", finished_at__lt=now - dt.timedelta(days=JOBS_KEPT_DAYS)),
        ended.filter(finished_at__lt=now - dt.timedelta(days=KEPT_DAYS)),
    ):
        while ids := list(rows.values_list("id", flat=True)[:_CHUNK]):
            Work.objects.filter(id__in=ids).delete()
