"""A wall clock that jumps by years: the record stays in order and whole.

What waits by the clock is proven where it waits: schedules and leases in core.tasks, deliveries in
core.journal, calendar and overrides in lib.lightwave, throttles and identifiers in lib.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
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
