from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.core.tasks.domain import is_due, next_due, retry_pause_s

BERLIN = ZoneInfo("Europe/Berlin")
moments = st.integers(1_580_000_000, 2_200_000_000).map(
    lambda second: dt.datetime.fromtimestamp(second, dt.UTC)
)


@given(moments, st.times())
def test_daily_run_is_after_now_and_within_a_day_and_an_hour(now: dt.datetime, at: dt.time) -> None:
    due = next_due(now, daily_at=at, zone=BERLIN)
    assert now < due <= now + dt.timedelta(hours=25)


def test_daily_run_follows_the_towns_clock_over_the_change_of_time() -> None:
    at = dt.time(3, 40)
    winter = next_due(dt.datetime(2026, 3, 28, 1, tzinfo=dt.UTC), daily_at=at, zone=BERLIN)
    summer = next_due(winter, daily_at=at, zone=BERLIN)
    assert winter == dt.datetime(2026, 3, 28, 2, 40, tzinfo=dt.UTC)
    assert summer == dt.datetime(2026, 3, 29, 1, 40, tzinfo=dt.UTC)


def test_time_that_the_change_leaves_out_runs_once_and_one_that_comes_twice_too() -> None:
    at = dt.time(2, 30)
    gap = next_due(dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC), daily_at=at, zone=BERLIN)
    assert gap == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert next_due(gap, daily_at=at, zone=BERLIN).day == 30
    twice = next_due(dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC), daily_at=at, zone=BERLIN)
    assert twice == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert next_due(twice, daily_at=at, zone=BERLIN).day == 26


def test_long_gap_gives_one_run_not_many() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert is_due(now - dt.timedelta(days=30), now, every_s=10, daily_at=None)
    assert next_due(now, every_s=10, zone=BERLIN) == now + dt.timedelta(seconds=10)


def test_clock_set_back_does_not_hang_a_schedule() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert is_due(now + dt.timedelta(hours=5), now, every_s=60, daily_at=None)
    assert not is_due(now + dt.timedelta(seconds=59), now, every_s=60, daily_at=None)
    assert not is_due(now + dt.timedelta(hours=24), now, every_s=None, daily_at=dt.time(1))
    assert is_due(now + dt.timedelta(days=3), now, every_s=None, daily_at=dt.time(1))


@pytest.mark.parametrize(
    ("every_s", "daily_at"), [(None, None), (1.0, dt.time(1)), (0.0, None), (-1.0, None)]
)
def test_schedule_needs_exactly_one_rule(every_s: float | None, daily_at: dt.time | None) -> None:
    with pytest.raises(ValueError, match="either every_s"):
        next_due(dt.datetime.now(dt.UTC), every_s=every_s, daily_at=daily_at, zone=BERLIN)


@given(st.integers(1, 500), st.floats(0, 0.999))
def test_pauses_grow_and_stay_bounded(attempts: int, chance: float) -> None:
    assert 1 <= retry_pause_s(attempts, chance=chance) <= 5400
    assert retry_pause_s(attempts, chance=0.5) <= retry_pause_s(attempts + 1, chance=0.5)
