import numpy as np
import pytest

from stadtherz.lib.lightwave import (
    LOCKED,
    Capability,
    Fleet,
    Override,
    OverrideError,
    Rung,
    WorkLockError,
)
from stadtherz.lib.lightwave.tests.town import NIGHT_S, engine


def wish(key="a", rung=Rung.MANUAL, lamps=(0, 1), level=80.0, lasts_s=600.0, **other):
    return Override(
        key=key,
        rung=rung,
        lamps=np.array(lamps, dtype=np.int32),
        level_percent=level,
        owner=other.get("owner", "operator"),
        reason=other.get("reason", "street party"),
        starts_at_s=other.get("starts_at_s", NIGHT_S),
        expires_at_s=other.get("starts_at_s", NIGHT_S) + lasts_s,
    )


@pytest.fixture
def town():
    made = engine(Fleet.of(4, floor_percent=30.0))
    made.tick(NIGHT_S)
    return made


def test_a_higher_rung_wins_and_the_brighter_among_equals(town):
    town.place(wish("dim", level=40.0), NIGHT_S)
    town.place(wish("bright", lamps=(1, 2), level=90.0), NIGHT_S)
    town.place(wish("rescue", rung=Rung.RESCUE, lamps=(2,), level=60.0), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target.tolist() == [40, 90, 60, 70]
    assert town.state.reason.tolist() == [Rung.MANUAL, Rung.MANUAL, Rung.RESCUE, Rung.CALENDAR]
    assert [o.key for o in town.overrides.of_lamp(1)] == ["bright", "dim"]


def test_nobody_dims_below_the_class_floor_at_night(town):
    town.place(wish(level=0.0), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target.tolist() == [30, 30, 70, 70]


def test_an_override_ends_by_itself_and_says_so(town):
    town.place(wish(lasts_s=10.0), NIGHT_S)
    assert town.tick(NIGHT_S + 9).ended == ()
    assert town.tick(NIGHT_S + 10).ended == ("a",)
    assert town.state.target.tolist() == [70] * 4
    assert np.isinf(town.state.until_s[Rung.MANUAL]).all()


def test_a_later_start_waits(town):
    town.place(wish(starts_at_s=NIGHT_S + 60), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target[0] == 70
    town.tick(NIGHT_S + 60)
    assert town.state.target[0] == 80


def test_the_same_key_replaces_the_older_one(town):
    town.place(wish(lamps=(0, 1), level=90.0), NIGHT_S)
    town.place(wish(lamps=(1, 2), level=50.0), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target.tolist() == [70, 50, 50, 70]


def test_after_the_clock_fell_back_a_year_an_override_still_ends(town):
    town.place(wish(lasts_s=600.0), NIGHT_S)
    year_ago = NIGHT_S - 365 * 86400
    town.tick(year_ago)
    assert town.state.reason[0] == Rung.MANUAL
    assert town.tick(year_ago + 600).ended == ("a",)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"owner": " "}, "no owner"),
        ({"reason": ""}, "no reason"),
        ({"lasts_s": 0.0}, "no end"),
        ({"lasts_s": float("inf")}, "no end"),
        ({"level": float("nan")}, "level"),
        ({"rung": Rung.SENSOR}, "rung"),
        ({"lamps": (4,)}, "does not exist"),
        ({"lamps": ()}, "no lamp"),
    ],
)
def test_an_override_that_must_not_be_is_refused_and_changes_nothing(town, broken, says):
    with pytest.raises(OverrideError, match=says):
        town.place(wish(**broken), NIGHT_S)
    town.tick(NIGHT_S)
    assert town.state.target.tolist() == [70] * 4


def test_under_a_work_lock_no_command_leaves_not_even_for_rescue(town):
    town.lock("permit 7", "fitter", np.array([1]))
    town.place(wish(rung=Rung.RESCUE, lamps=(0, 1), level=100.0), NIGHT_S)
    tick = town.tick(NIGHT_S)
    assert tick.commands.lamps.tolist() == [0]
    assert town.state.reason[1] == LOCKED
    for second in (6, 12, 18, 100):
        assert 1 not in town.tick(NIGHT_S + second).commands.lamps
    town.unlock("permit 7", "fitter")
    assert 1 in town.tick(NIGHT_S + 101).commands.lamps
    assert town.state.target[1] == 100


def test_only_the_holder_releases_a_lock_and_every_permit_has_its_own_key(town):
    town.lock("permit 7", "fitter", np.array([1]))
    with pytest.raises(WorkLockError, match="only its holder"):
        town.unlock("permit 7", "somebody")
    with pytest.raises(WorkLockError, match="key of its own"):
        town.lock("permit 7", "other", np.array([2]))
    with pytest.raises(WorkLockError, match="only its holder"):
        town.unlock("permit 8", "fitter")


def test_two_permits_on_one_lamp_must_both_be_closed(town):
    town.lock("1", "a", np.array([0]))
    town.lock("2", "b", np.array([0]))
    town.unlock("1", "a")
    assert 0 not in town.tick(NIGHT_S + 1).commands.lamps
    assert town.state.reason[0] == LOCKED
    town.unlock("2", "b")
    assert 0 in town.tick(NIGHT_S + 2).commands.lamps


def test_a_circuit_is_switched_as_a_whole_and_locked_as_a_whole():
    fleet = Fleet.of(
        4,
        capability=[Capability.CIRCUIT] * 3 + [Capability.NOTHING],
        circuit=[5, 5, 6, 5],
    )
    town = engine(fleet)
    tick = town.tick(NIGHT_S)
    assert tick.commands.circuits.tolist() == [5, 6]
    assert tick.commands.circuit_on.tolist() == [True, True]
    assert len(tick.commands.lamps) == 0
    town.place(wish(lamps=(0,), level=0.0), NIGHT_S)
    assert len(town.tick(NIGHT_S + 1).commands) == 0  # its neighbour still wants light
    town.place(wish(key="b", lamps=(1,), level=0.0), NIGHT_S)
    off = town.tick(NIGHT_S + 2).commands
    assert (off.circuits.tolist(), off.circuit_on.tolist()) == ([5], [False])
    assert town.state.target.tolist() == [0, 0, 100, 70]
    locked = town.lock("permit", "fitter", np.array([0]))
    assert locked.lamps.tolist() == [0, 1]


def test_what_nothing_can_command_is_expected_by_plan_only():
    fleet = Fleet.of(
        2, capability=[Capability.NOTHING, Capability.AUTONOMOUS_PROFILE], floor_percent=90
    )
    town = engine(fleet)
    town.place(wish(rung=Rung.RESCUE, level=100.0), NIGHT_S)
    tick = town.tick(NIGHT_S)
    assert len(tick.commands) == 0
    assert town.state.target.tolist() == [70, 70]
