from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from stadtherz.core.registry.contract import Job, Module
from stadtherz.core.registry.queries import registered
from stadtherz.core.tasks.domain import WorkState
from stadtherz.core.tasks.models import Schedule, Work
from stadtherz.core.tasks.schedules import queue_due_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    job = Job(key="testing.tick", label="tick", run=lambda: None, every_s=60)
    with registered(Module(key="testing", label="t", purpose="t", jobs=(job,))):
        yield


def ticks() -> int:
    return Work.objects.filter(once_key="testing.tick").count()


def end_all() -> None:
    Work.objects.update(state=WorkState.DONE)


def test_first_sight_plans_and_the_next_round_queues() -> None:
    queue_due_jobs(NOW)
    assert ticks() == 0
    queue_due_jobs(NOW + dt.timedelta(seconds=59))
    assert ticks() == 0
    queue_due_jobs(NOW + dt.timedelta(seconds=60))
    assert ticks() == 1


def test_missed_runs_come_once_after_a_leap_of_the_clock() -> None:
    queue_due_jobs(NOW)
    later = NOW + dt.timedelta(days=40)
    for _ in range(5):
        queue_due_jobs(later)
        end_all()
    assert ticks() == 1
    assert Schedule.objects.get(key="testing.tick").due_at == later + dt.timedelta(seconds=60)


def test_clock_set_back_does_not_silence_a_job() -> None:
    queue_due_jobs(NOW)
    earlier = NOW - dt.timedelta(days=40)
    queue_due_jobs(earlier)
    assert ticks() == 1
    queue_due_jobs(earlier + dt.timedelta(seconds=30))
    assert ticks() == 1


def test_run_that_is_still_open_is_not_joined_by_another() -> None:
    queue_due_jobs(NOW)
    for minute in range(1, 5):
        queue_due_jobs(NOW + dt.timedelta(minutes=minute))
    assert ticks() == 1
