import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.lightwave import Mover, Policy, Presence, Reports, Rung
from stadtherz.lib.lightwave.policy import PRESENCE, PolicyError
from stadtherz.lib.lightwave.tests.town import NIGHT_S, NOON_S, Streets, engine, fork, lamps_every


def seen(edge=0, position_m=75.0, direction=1, mover=Mover.WALKER, detector=0):
    return Reports(
        detector=np.array([detector], dtype=np.int32),
        edge=np.array([edge], dtype=np.int32),
        position_m=np.array([position_m], dtype=np.float32),
        direction=np.array([direction], dtype=np.int8),
        mover=np.array([mover], dtype=np.uint8),
    )


def lit(town):
    return np.flatnonzero(town.state.reason == Rung.SENSOR).tolist()


@pytest.fixture
def town():
    """Five lamps per edge, 30 m apart: edge 0 has 0..4, edge 1 has 5..9, edge 2 has 14..10."""
    made = engine(lamps_every(fork(), 30.0), fork())
    made.tick(NIGHT_S)
    return made


def test_a_walker_lights_the_own_lamp_the_next_two_and_a_short_tail(town):
    town.report(seen(position_m=15.0), NIGHT_S)
    town.tick(NIGHT_S)
    assert lit(town) == [0, 1, 2]


def test_the_wave_fans_out_at_a_junction_with_two_lamps_on_every_branch(town):
    town.report(seen(position_m=135.0), NIGHT_S)
    town.tick(NIGHT_S)
    assert lit(town) == [4, 5, 6, 13, 14]


def test_a_car_is_lit_farther_ahead_than_a_walker(town):
    cars = town.wave.lit_by(0, 15.0, 1, Mover.CAR)
    walkers = town.wave.lit_by(0, 15.0, 1, Mover.WALKER)
    assert set(walkers.tolist()) < set(cars.tolist())
    assert cars.tolist() == [0, 1, 2, 3, 4, 5, 6, 12 + 1, 14]


def test_against_the_edge_and_with_unknown_direction(town):
    assert town.wave.lit_by(0, 75.0, -1, Mover.WALKER).tolist() == [0, 1, 2]
    assert town.wave.lit_by(0, 75.0, 0, Mover.WALKER).tolist() == [0, 1, 2, 3, 4]


def test_the_light_holds_and_then_returns_to_the_idle_level(town):
    town.report(seen(), NIGHT_S)
    town.tick(NIGHT_S)
    town.tick(NIGHT_S + 29)
    assert town.state.level[2] == 100
    town.tick(NIGHT_S + 31)
    assert town.state.reason[2] == Rung.CALENDAR
    town.tick(NIGHT_S + 62)
    assert town.state.level[2] == 20


def test_a_raised_lamp_dwells_at_least_the_minimum(town):
    dwell = engine(lamps_every(fork(), 30.0), fork(), policy=Policy(dwell_s=60.0))
    dwell.tick(NIGHT_S)
    dwell.report(seen(), NIGHT_S)
    dwell.tick(NIGHT_S + 45)
    assert 2 in lit(dwell)


def test_by_day_nobody_needs_light(town):
    town.tick(NOON_S)
    town.report(seen(), NOON_S)
    town.tick(NOON_S)
    assert lit(town) == []
    assert town.state.target.max() == 0


def test_presence_never_lowers_what_the_calendar_gives():
    fleet = lamps_every(fork(), 30.0, presence_percent=10.0)
    town = engine(fleet, fork())
    town.tick(NIGHT_S)
    town.report(seen(), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target.min() == 20


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(30.0, 300.0), min_size=20, max_size=40))  # always near the cap
def test_no_hour_sees_more_changes_near_windows_than_the_cap(pauses):
    policy = Policy(presence=PRESENCE | {Mover.WALKER: Presence(speed_mps=1.4, hold_s=10.0)})
    fleet = lamps_every(fork(), 30.0, near_window=True, floor_percent=15.0)
    town = engine(fleet, fork(), policy=policy)
    town.tick(NIGHT_S)
    now_s, changed_at = NIGHT_S, []
    before = town.state.sensed[2]
    for pause in pauses:
        for moment in (now_s + pause / 2, now_s + pause):
            town.tick(moment)
            changed_at += [moment] * int(town.state.sensed[2] != before)
            before = town.state.sensed[2]
        now_s += pause
        town.report(seen(), now_s)
        changed_at += [now_s] * int(town.state.sensed[2] != before)
        before = town.state.sensed[2]
        town.tick(now_s)
        assert town.state.target.min() >= 15
    worst = max((sum(t <= other < t + 3600 for other in changed_at) for t in changed_at), default=0)
    assert worst <= 12


def test_a_lamp_away_from_windows_has_no_cap():
    policy = Policy(presence=PRESENCE | {Mover.WALKER: Presence(speed_mps=1.4, hold_s=10.0)})
    town = engine(lamps_every(fork(), 30.0), fork(), policy=policy)
    for turn in range(15):
        town.tick(NIGHT_S + 70 * turn)
        town.report(seen(), NIGHT_S + 70 * turn)
        town.tick(NIGHT_S + 70 * turn)
        assert 2 in lit(town)
        town.tick(NIGHT_S + 70 * turn + 35)
        assert lit(town) == []


def test_a_stuck_detector_is_not_believed_and_its_lamps_follow_the_schedule():
    town = engine(lamps_every(fork(), 30.0), fork(), policy=Policy(silent_s=1e9))
    for second in range(0, 1000, 20):
        town.report(seen(direction=0), NIGHT_S + second)
        town.tick(NIGHT_S + second)
    assert town.detectors.stuck(NIGHT_S + 980)[0]
    town.detectors.present_since_s[1:3] = town.detectors.present_since_s[0]
    town.detectors.present_at_s[1:3] = NIGHT_S + 980  # its neighbours stick as well
    town.tick(NIGHT_S + 981)
    town.tick(NIGHT_S + 1040)
    assert lit(town) == []
    assert town.state.target[0] == 70  # schedule, neither idle nor dark
    assert town.state.target[9] == 20


def test_a_silent_detector_leaves_the_schedule_and_a_sign_of_life_brings_back_the_idle_level():
    town = engine(lamps_every(fork(), 30.0), fork())
    later = NIGHT_S + 3 * 3600 + 1
    town.tick(NIGHT_S)
    assert town.state.target.tolist() == [20] * 15
    town.tick(later)
    assert town.state.target.tolist() == [70] * 15
    town.heartbeat(np.arange(15, dtype=np.int32), later)
    town.tick(later)
    assert town.state.target.tolist() == [20] * 15


def test_ten_thousand_reports_of_one_broken_detector_are_one_wave(town):
    flood = Reports(
        detector=np.zeros(10_000, dtype=np.int32),
        edge=np.zeros(10_000, dtype=np.int32),
        position_m=np.full(10_000, 75.0, dtype=np.float32),
        direction=np.ones(10_000, dtype=np.int8),
        mover=np.zeros(10_000, dtype=np.uint8),
    )
    assert len(town.detectors.take(flood, NIGHT_S)) == 1
    assert len(town.detectors.take(flood, NIGHT_S + 0.1)) == 0
    assert len(town.detectors.take(flood, NIGHT_S + 0.6)) == 1


def test_an_edge_without_lamps_still_lights_what_lies_beyond():
    streets = Streets.of([(0, 1, 40.0), (1, 2, 40.0)])
    fleet = lamps_every(Streets.of([(0, 1, 40.0)]), 20.0)
    town = engine(fleet, streets)
    assert town.wave.lit_by(1, 20.0, -1, Mover.WALKER).tolist() == [0, 1]


def test_holds_outside_the_limits_are_refused():
    with pytest.raises(PolicyError, match="hold_s"):
        Policy(presence={Mover.WALKER: Presence(speed_mps=1.4, hold_s=61.0)})
    with pytest.raises(PolicyError, match="up_s"):
        Policy(up_s=(0.1,) * 6)
