"""Events reach their listeners at least once, in order, or are kept as dead letters."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar, Never
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from stadtherz.core.journal import dispatch
from stadtherz.core.journal.contract import Event, publish, system_actor
from stadtherz.core.journal.models import Delivery, OutboxEvent
from stadtherz.core.people.contract import action
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.contract import Listener, Module

pytestmark = pytest.mark.django_db
PEOPLE = system_actor("people")


@dataclass(frozen=True, kw_only=True)
class BellRang(Event):
    type: ClassVar[str] = "test.bell_rang"
    tower_id: UUID
    times: int

    @property
    def order_key(self) -> str:
        return str(self.tower_id)


@action("people.manage")
def ring(tower_id, times, *, by):
    publish(BellRang(tower_id=tower_id, times=times))


@pytest.fixture
def heard():
    calls = []

    def listen(event, by) -> None:
        if event.times < 0:
            raise ValueError("no such bell")
        calls.append((event, by))

    room = Module(
        key="belltest",
        label="",
        purpose="",
        listens=(Listener(key="belltest.ring", event=BellRang, handle=listen),),
    )
    with registry.registered(room):
        yield calls


def test_an_event_arrives_typed_in_the_listeners_own_name(heard):
    tower = uuid4()
    ring(tower, 3, by=PEOPLE)
    assert dispatch.deliver_due() == 1
    [(event, by)] = heard
    assert (event.tower_id, event.times) == (tower, 3)
    assert (by.kind, by.module, by.cause_id) == ("system", "belltest", event.id)
    assert dispatch.deliver_due() == 0


def test_events_of_one_tower_wait_for_the_failed_one_before_them(heard):
    tower, other = uuid4(), uuid4()
    for where, times in ((tower, -1), (tower, 1), (other, 2)):
        ring(where, times, by=PEOPLE)
    dispatch.deliver_due()
    dispatch.deliver_due()
    assert [event.times for event, _ in heard] == [2]


def test_after_too_many_attempts_a_letter_is_dead_and_the_next_one_goes(heard):
    tower = uuid4()
    ring(tower, -1, by=PEOPLE)
    ring(tower, 1, by=PEOPLE)
    for _ in range(dispatch.MAX_ATTEMPTS + 1):
        dispatch.deliver_due()
        Delivery.objects.update(next_at=timezone.now())
    dead = Delivery.objects.get(state=Delivery.State.DEAD)
    assert "no such bell" in dead.error
    assert [event.times for event, _ in heard] == [1]


def test_a_clock_set_back_delays_nothing(heard):
    ring(uuid4(), 1, by=PEOPLE)
    Delivery.objects.update(next_at=timezone.now() + dt.timedelta(days=400))
    assert dispatch.deliver_due() == 1


def test_a_rolled_back_action_publishes_nothing(heard):
    @action("people.manage")
    def ring_and_fail(*, by) -> Never:
        publish(BellRang(tower_id=uuid4(), times=1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ring_and_fail(by=PEOPLE)
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_slow_listener_holds_up_nobody_else(heard):
    slow, quick, released = uuid4(), threading.Event(), threading.Event()

    def listen(event, by):
        if event.tower_id == slow:
            assert released.wait(10)
        else:
            quick.set()

    room = Module(
        key="slowtest",
        label="",
        purpose="",
        listens=(Listener(key="slowtest.ring", event=BellRang, handle=listen),),
    )
    with registry.registered(room), ThreadPoolExecutor(dispatch.LANES) as pool:
        lanes = dispatch.Lanes(pool)
        ring(slow, 1, by=PEOPLE)
        ring(uuid4(), 1, by=PEOPLE)
        lanes.start_due()
        lanes.start_due()
        assert quick.wait(10)
        released.set()
    assert not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def test_what_everyone_has_taken_is_removed_after_a_month(heard):
    ring(uuid4(), 1, by=PEOPLE)
    ring(uuid4(), 2, by=PEOPLE)
    first = Delivery.objects.order_by("id").first()
    Delivery.objects.filter(id=first.id).update(state=Delivery.State.DONE)
    OutboxEvent.objects.update(at=timezone.now() - dt.timedelta(days=31))
    dispatch.tidy()
    assert OutboxEvent.objects.count() == 1
