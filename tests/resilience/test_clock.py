"""A wall clock that jumps by years: the record stays in order and whole.

What waits by the clock is proven where it waits: schedules, leases and waiting work in core.tasks,
deliveries in core.journal, calendar and overrides in lib.lightwave and modules.lights, throttles
and identifiers in lib.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from stadtherz.core.journal import sealing
from stadtherz.core.journal.models import Entry
from stadtherz.core.people import actions, make

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 10, 17, 20, 30, tzinfo=dt.UTC)
JUMPS = (dt.timedelta(0), dt.timedelta(days=400), dt.timedelta(days=-3650), dt.timedelta(hours=-1))


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number, jump in enumerate(JUMPS):
        monkeypatch.setattr(timezone, "now", lambda jump=jump: NOW + jump)
        actions.add_person(f"at-{number}", name="Somebody", by=make.HOUSE)
        sealing.seal_all()
        sealing.anchor_heads(tmp_path)
    entries = Entry.objects.filter(verb="people.add_person").order_by("id")
    assert entries.count() == len(JUMPS)
    assert list(sealing.verify(tmp_path)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "is_in"), [(3, True), (-3, True), (-40, True), (13, False), (24 * 400, False)]
)
def test_a_session_ends_by_the_clock_and_nobody_is_locked_out(
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
    is_in: bool,  # noqa: FBT001 -- one of a test's facts
) -> None:
    """Twelve hours hold; a leap beyond them ends the session, and the door opens again."""
    person = make.person("editor", of=make.organisation(), password="acht Lampen am Platz")
    browser, form = Client(), {"login": person.login, "password": "acht Lampen am Platz"}
    assert browser.post("/anmelden/", form).status_code == 302
    now, now_s, jump = timezone.now(), time.time(), dt.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: now + jump)
    monkeypatch.setattr(time, "time", lambda: now_s + jump.total_seconds())
    assert (browser.get("/konto/").status_code == 200) is is_in
    assert Client().get("/konto/").status_code == 302
    again = Client()
    assert again.post("/anmelden/", form).status_code == 302
    assert again.get("/konto/").status_code == 200
    monkeypatch.undo()
    assert Client().post("/anmelden/", form).status_code == 302, (
        "also when the clock is right again"
    )
