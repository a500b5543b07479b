import itertools
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.astro import Place
from stadtherz.lib.lightwave import Calendar, NightLevel, Programme, Rule, Rung, Step
from stadtherz.lib.lightwave.calendar import CalendarError
from stadtherz.lib.lightwave.fleet import Fleet
from stadtherz.lib.lightwave.schedule import Schedule, ScheduleError
from stadtherz.lib.lightwave.tests.town import HALF_NIGHT, KAISERSLAUTERN, NIGHT_S, NOON_S, engine

FULL = NightLevel(level_percent=100)
DIM = NightLevel(level_percent=50)
LATE = Programme(
    key="late", first=FULL, steps=(Step(clock=time(23), level=DIM), Step(clock=time(5), level=FULL))
)


def level_at(calendar, *moment):
    moment_s = datetime(*moment, tzinfo=KAISERSLAUTERN.zone).timestamp()
    spell = calendar.spell_at(moment_s, KAISERSLAUTERN)
    return None if spell.level is None else spell.level.level_percent


def test_a_night_dims_late_and_comes_back_early():
    calendar = Calendar(default=LATE)
    assert level_at(calendar, 2026, 11, 20, 15) is None
    assert level_at(calendar, 2026, 11, 20, 18) == 100
    assert level_at(calendar, 2026, 11, 20, 23, 30) == 50
    assert level_at(calendar, 2026, 11, 21, 4, 59) == 50
    assert level_at(calendar, 2026, 11, 21, 5, 1) == 100
    assert level_at(calendar, 2026, 11, 21, 9) is None


def test_a_step_before_switching_on_gives_the_first_level():
    early = Programme(key="e", first=FULL, steps=(Step(clock=time(20), level=DIM),))
    assert level_at(Calendar(default=early), 2026, 6, 21, 22) == 50


def test_half_night_is_off_by_plan_and_the_floor_does_not_bind():
    off_s = datetime(2026, 10, 21, 1, 0, tzinfo=KAISERSLAUTERN.zone).timestamp()
    town = engine(Fleet.of(2, floor_percent=30), calendars=(HALF_NIGHT,))
    town.tick(off_s)
    assert town.state.target.tolist() == [0, 0]
    town.tick(off_s - 3600)
    assert town.state.target.tolist() == [100, 100]


def test_weekend_rules_follow_the_evening_not_the_date():
    weekend = Programme(key="weekend", first=FULL)
    calendar = Calendar(
        default=Programme(key="week", first=DIM),
        rules=(Rule(programme=weekend, weekdays=frozenset({4, 5})),),
    )
    assert level_at(calendar, 2026, 10, 24, 3) == 100  # Saturday 3:00 is still Friday night
    assert level_at(calendar, 2026, 10, 26, 3) == 50  # Monday 3:00 is Sunday night


def test_a_rule_holds_within_its_days():
    rule = Rule(programme=LATE, from_on=date(2026, 12, 1), until_on=date(2026, 12, 24))
    assert [rule.holds(date(2026, 12, day)) for day in (1, 24, 25)] == [True, True, False]


@pytest.mark.parametrize(
    ("evening_on", "hours"),
    [(date(2026, 3, 28), 5), (date(2026, 10, 24), 7), (date(2026, 5, 9), 6)],
)
def test_dimming_from_23_to_5_lasts_as_long_as_that_night_does(evening_on, hours):
    spells = Calendar(default=LATE).spells_of(evening_on, KAISERSLAUTERN)
    dim = [spell for spell in spells if spell.level == DIM]
    assert [spell.until_s - spell.from_s for spell in dim] == [hours * 3600]


def test_polar_night_burns_and_polar_day_does_not():
    tromso = Place(latitude_deg=69.65, longitude_deg=18.96, zone=ZoneInfo("Europe/Oslo"))
    calendar = Calendar(default=Programme(key="n", first=FULL))
    winter = datetime(2026, 12, 21, 11, 0, tzinfo=UTC).timestamp()
    summer = datetime(2026, 6, 21, 22, 0, tzinfo=UTC).timestamp()
    assert calendar.spell_at(winter, tromso).level == FULL
    assert calendar.spell_at(summer, tromso).level is None


@settings(max_examples=25, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 30)),
    st.lists(st.times().map(lambda t: t.replace(tzinfo=None)), unique=True, max_size=5),
    st.floats(-3600, 3600),
    st.floats(-3600, 3600),
)
def test_the_spells_of_a_night_leave_no_gap(evening_on, clocks, on_s, off_s):
    programme = Programme(
        key="any",
        first=FULL,
        steps=tuple(Step(clock=clock, level=DIM) for clock in clocks),
        on_offset_s=on_s,
        off_offset_s=off_s,
    )
    spells = Calendar(default=programme).spells_of(evening_on, KAISERSLAUTERN)
    assert all(a.until_s == b.from_s for a, b in itertools.pairwise(spells))
    noon = datetime.combine(evening_on, time(12), tzinfo=KAISERSLAUTERN.zone)
    assert spells[0].from_s == noon.timestamp()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(-5e6, 5e6), min_size=1, max_size=6))
def test_clock_jumps_lead_to_the_state_of_the_new_time(jumps):
    jumping = engine(Fleet.of(3, floor_percent=10), calendars=(HALF_NIGHT,))
    for jump in jumps:
        jumping.tick(NIGHT_S + jump)
    straight = engine(Fleet.of(3, floor_percent=10), calendars=(HALF_NIGHT,))
    straight.tick(NIGHT_S + jumps[-1])
    assert np.array_equal(jumping.state.target, straight.state.target)
    assert np.array_equal(jumping.state.reason, straight.state.reason)


def test_impossible_programmes_are_refused():
    with pytest.raises(CalendarError, match="101 percent"):
        NightLevel(level_percent=101)
    with pytest.raises(CalendarError, match="two steps"):
        Programme(key="x", first=FULL, steps=(Step(clock=time(1), level=DIM),) * 2)
    with pytest.raises(ScheduleError, match="does not exist"):
        Schedule(Fleet.of(1, programme=1), (HALF_NIGHT,), KAISERSLAUTERN)


def test_lamps_are_off_by_day():
    town = engine(Fleet.of(2, floor_percent=30))
    town.tick(NOON_S)
    assert town.state.target.tolist() == [0, 0]
    assert town.state.reason.tolist() == [Rung.CALENDAR] * 2
