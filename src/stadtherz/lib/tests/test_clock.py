"""The demo's clock begins at night, runs at real speed, and never reaches the day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.clock import SimulatedClock

BEGINS = dt.datetime(2026, 10, 17, 20, 30, tzinfo=dt.UTC)
STARTED = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
CLOCK = SimulatedClock(begins_at=BEGINS, started_at=STARTED)


def test_it_runs_at_real_speed():
    assert CLOCK.at(STARTED) == BEGINS
    assert CLOCK.at(STARTED + dt.timedelta(minutes=17)) == BEGINS + dt.timedelta(minutes=17)


def test_the_night_begins_again_before_the_day():
    assert CLOCK.at(STARTED + dt.timedelta(hours=7)) == BEGINS


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_whatever_the_real_clock_says_it_is_night(real_at):
    assert BEGINS <= CLOCK.at(real_at) < BEGINS + CLOCK.night
