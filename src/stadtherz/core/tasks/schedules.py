"""Jobs of the descriptors, queued as durable work when they are due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.people import queries as people
from stadtherz.core.registry import queries as registry
from stadtherz.core.tasks.domain import is_due, next_due
from stadtherz.core.tasks.models import Schedule
from stadtherz.core.tasks.queueing import enqueue
from stadtherz.core.tasks.registering import task

if TYPE_CHECKING:
    import datetime as dt

    from stadtherz.core.registry.contract import Job
    from stadtherz.core.tasks.progress import Progress

log = logging.getLogger(__name__)


@task("tasks.job", max_attempts=3, lease_s=60)
def run_job(progress: Progress, key: str) -> None:
    """Run one job of a descriptor; a job that is no longer installed is done."""
    job = registry.jobs().get(key)
    if job is not None:
        progress.report(0.0)
        job.run()


def queue_due_jobs(now: dt.datetime) -> int:
    """Queue every job that is due, once however long it was missed; return how many.

    A job whose last run is still open is not queued beside it.
    """
    return sum(_queue(job, now) for job in registry.jobs().values())


def _queue(job: Job, now: dt.datetime) -> int:
    due_at = next_due(now, every_s=job.every_s, daily_at=job.daily_at, zone=_zone())
    schedule, is_new = Schedule.objects.get_or_create(key=job.key, defaults={"due_at": due_at})
    if is_new or not is_due(schedule.due_at, now, every_s=job.every_s, daily_at=job.daily_at):
        return 0
    with transaction.atomic():
        moved = Schedule.objects.filter(key=job.key, due_at=schedule.due_at)
        if not moved.update(due_at=due_at, last_queued_at=now):
            return 0
        by = system_actor(job.key.split(".", 1)[0])
        enqueue(run_job, job.key, by=by, once_key=job.key)
    return 1


def _zone() -> ZoneInfo:
    town = people.town()
    return ZoneInfo(town.zone if town else settings.TIME_ZONE)
