from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils import timezone

from stadtherz.core.journal.contract import Actor, system_actor
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.tasks import actions, queries
from stadtherz.core.tasks.claiming import Watch, claim
from stadtherz.core.tasks.domain import WorkState
from stadtherz.core.tasks.errors import CancelledError, LeaseLostError, StoppingError, TaskError
from stadtherz.core.tasks.models import Work
from stadtherz.core.tasks.performing import perform
from stadtherz.core.tasks.progress import Progress
from stadtherz.core.tasks.queueing import enqueue
from stadtherz.core.tasks.registering import task

if TYPE_CHECKING:
    from stadtherz.core.tasks.leases import Lease

pytestmark = pytest.mark.django_db

TOWN = system_actor("places")
ANNA = Actor(kind="person", id=uuid4())
HERE, THERE = "here|b|n|1|1", "there|b|n|2|2"


@task("testing.add", max_attempts=2, lease_s=10)
def add(progress: Progress, left: int, right: int) -> int:
    progress.report(0.5, "halfway")
    if right < 0:
        raise ValueError("no negative numbers")
    return left + right


def taken(owner: str = HERE, watch: Watch | None = None, now_s: float = 0.0) -> tuple[Work, Lease]:
    claimed = claim(owner, watch or Watch(), now_s)
    assert claimed is not None
    return claimed


def done(work: Work, lease: Lease) -> Work:
    perform(work, lease, Progress(work, lease, threading.Event()))
    work.refresh_from_db()
    return work


def test_work_is_done_once_and_keeps_its_result() -> None:
    enqueue(add, 1, 2, by=TOWN)
    work = done(*taken())
    assert (work.state, work.result, work.progress) == (WorkState.DONE, 3, 1.0)
    assert work.message == "halfway"
    assert claim(HERE, Watch(), 0.0) is None


def test_what_is_held_is_not_taken_by_another() -> None:
    enqueue(add, 1, 2, by=TOWN)
    taken(HERE)
    assert claim(THERE, Watch(), 0.0) is None


def test_two_that_saw_the_same_row_do_not_both_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    work = enqueue(add, 1, 2, by=TOWN)
    seen_before = Work.objects.get(id=work.id)
    taken(HERE)
    monkeypatch.setattr("stadtherz.core.tasks.claiming._due", lambda: [seen_before])
    assert claim(THERE, Watch(), 0.0) is None


def test_silent_owner_loses_the_lease_and_can_write_no_more() -> None:
    enqueue(add, 1, 2, by=TOWN)
    work, lost = taken(HERE)
    watch = Watch()
    assert claim(THERE, watch, 100.0) is None, "seen for the first time"
    assert claim(THERE, watch, 109.0) is None, "not silent for long enough"
    again, held = taken(THERE, watch, 110.0)
    assert (again.id, held.attempt) == (work.id, 2)
    assert not lost.extend(10)
    assert not lost.end(WorkState.DONE, result=99)
    with pytest.raises(LeaseLostError):
        Progress(work, lost, threading.Event()).report(0.9)
    assert done(again, held).result == 3


def test_sign_of_life_keeps_the_lease_whatever_the_wall_clock_says() -> None:
    enqueue(add, 1, 2, by=TOWN)
    work, lease = taken(HERE)
    watch = Watch()
    Work.objects.filter(id=work.id).update(leased_until=timezone.now() - dt.timedelta(days=1))
    assert claim(THERE, watch, 100.0) is None
    assert lease.extend(10)
    assert claim(THERE, watch, 111.0) is None


def test_failure_is_tried_again_later_then_ends() -> None:
    enqueue(add, 1, -2, by=TOWN)
    work = done(*taken())
    assert (work.state, work.attempts) == (WorkState.QUEUED, 1)
    assert work.run_at > timezone.now()
    assert claim(HERE, Watch(), 0.0) is None
    Work.objects.update(run_at=timezone.now())
    work = done(*taken())
    assert work.state == WorkState.FAILED
    assert work.error is not None
    assert work.error["message"] == "no negative numbers"
    assert queries.failed_lately() == {"testing.add": 1}


def test_worker_that_dies_in_every_try_ends_the_work() -> None:
    work = enqueue(add, 1, 2, by=TOWN)
    watch = Watch()
    taken(HERE)
    claim(THERE, watch, 0.0)
    taken(THERE, watch, 10.0)
    assert claim("third|b|n|3|3", watch, 10.0) is None
    assert claim("third|b|n|3|3", watch, 20.0) is None
    work.refresh_from_db()
    assert work.state == WorkState.FAILED


def test_stopping_worker_gives_back_and_the_try_does_not_count() -> None:
    enqueue(add, 1, 2, by=TOWN)
    work, lease = taken()
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppingError):
        Progress(work, lease, stop).report(0.1)
    perform(work, lease, Progress(work, lease, stop))
    work.refresh_from_db()
    assert (work.state, work.attempts) == (WorkState.QUEUED, 0)


def test_cancel_of_waiting_and_of_running_work() -> None:
    waiting = actions.cancel(enqueue(add, 1, 2, by=ANNA), by=ANNA)
    assert waiting.state == WorkState.CANCELLED
    enqueue(add, 1, 2, by=ANNA)
    work, lease = taken()
    actions.cancel(work, by=ANNA)
    with pytest.raises(CancelledError):
        Progress(work, lease, threading.Event()).report(0.1)
    assert done(work, lease).state == WorkState.CANCELLED
    with pytest.raises(TaskError, match=r"tasks\.E002"):
        actions.cancel(work, by=ANNA)
    assert actions.retry(work, by=ANNA).state == WorkState.QUEUED
    with pytest.raises(TaskError, match=r"tasks\.E003"):
        actions.retry(work, by=ANNA)


def test_only_owner_and_manager_may_touch_and_see() -> None:
    work = enqueue(add, 1, 2, by=ANNA)
    stranger = Actor(kind="person", id=uuid4())
    for refused in (
        lambda: actions.cancel(work, by=stranger),
        lambda: actions.retry(work, by=stranger),
        lambda: queries.work_by_id(stranger, work.id),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    assert list(queries.work_for(stranger)) == []
    assert list(queries.work_for(ANNA)) == [work]
    assert queries.work_by_id(ANNA, work.id) == work


def test_same_open_work_is_queued_once() -> None:
    first = enqueue(add, 1, 2, by=TOWN, once_key="k")
    assert enqueue(add, 3, 4, by=TOWN, once_key="k") == first
    done(*taken())
    assert enqueue(add, 1, 2, by=TOWN, once_key="k") != first


def test_arguments_that_json_would_change_are_refused() -> None:
    with pytest.raises(TaskError, match=r"tasks\.E001"):
        enqueue(add, uuid4(), 2, by=TOWN)  # type: ignore[misc]
    with pytest.raises(TaskError, match=r"tasks\.E001"):
        enqueue(add, (1, 2), 2, by=TOWN)  # type: ignore[misc]


def test_work_is_not_due_before_its_moment() -> None:
    enqueue(add, 1, 2, by=TOWN, run_at=timezone.now() + dt.timedelta(hours=1))
    assert claim(HERE, Watch(), 0.0) is None


@pytest.mark.parametrize("jump", [dt.timedelta(hours=hours) for hours in (-6, 6, -9000)])
def test_a_clock_that_jumps_holds_no_work_up(
    monkeypatch: pytest.MonkeyPatch, jump: dt.timedelta
) -> None:
    now = timezone.now()
    enqueue(add, 1, -2, by=TOWN)
    soon = enqueue(add, 1, 2, by=TOWN, run_at=now + dt.timedelta(seconds=5))
    far = enqueue(add, 1, 2, by=TOWN, run_at=now + dt.timedelta(days=1000))
    monkeypatch.setattr(timezone, "now", lambda: now + jump)
    failed = done(*taken())
    assert (failed.state, failed.attempts) == (WorkState.QUEUED, 1)
    assert done(*taken()).id == soon.id
    assert claim(HERE, Watch(), 0.0) is None, "neither before its pause nor before its moment"
    monkeypatch.setattr(timezone, "now", lambda: now + jump - dt.timedelta(hours=6))
    assert done(*taken()).id == failed.id, "no pause grows by a jump"
    far.refresh_from_db()
    assert far.state == WorkState.QUEUED
