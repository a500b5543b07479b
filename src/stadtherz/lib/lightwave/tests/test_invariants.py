"""Random nights: overrides, sensors, outages, locks, clock jumps. What must hold always holds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.lightwave import Capability, Mover, Override, Reports, Rung
from stadtherz.lib.lightwave.policy import Policy
from stadtherz.lib.lightwave.tests.town import (
    HALF_NIGHT,
    NIGHT_S,
    ON_DEMAND,
    engine,
    fork,
    lamps_every,
)
from stadtherz.lib.lightwave.twin import FleetTwin

LAMPS = 15
SETTLE_S = 3 * 3600.0
COLUMNS = {
    "capability": np.array([4] * 9 + [3] * 2 + [Capability.CIRCUIT] * 3 + [Capability.NOTHING]),
    "circuit": np.array([-1] * 11 + [0, 0, 1, -1]),
    "programme": np.array([0] * 10 + [1] * 5),
    "floor_percent": np.linspace(5, 60, LAMPS),
    "near_window": np.arange(LAMPS) % 2 == 0,
}
OVERRIDES = st.tuples(
    st.just("override"),
    st.sampled_from("abcd"),
    st.sampled_from([Rung.RESCUE, Rung.SAFETY, Rung.MANUAL]),
    st.lists(st.integers(0, LAMPS - 1), min_size=1, max_size=6),
    st.floats(0, 100),
    st.floats(1, 5000),
)
EVENTS = st.lists(
    st.one_of(
        OVERRIDES,
        st.tuples(st.just("release"), st.sampled_from("abcd")),
        st.tuples(st.just("sensor"), st.integers(0, LAMPS - 1), st.sampled_from([-1, 0, 1])),
        st.tuples(st.just("outage"), st.lists(st.integers(0, LAMPS - 1), max_size=5)),
        st.tuples(st.just("lock"), st.integers(0, LAMPS - 1)),
        st.tuples(st.just("unlock")),
        st.tuples(st.just("wait"), st.floats(0.1, 2000)),
        st.tuples(st.just("jump"), st.floats(-90_000, 90_000)),
    ),
    max_size=20,
)


class Night:
    """Plays events on an engine with its simulated fleet."""

    def __init__(self) -> None:
        streets = fork()
        self.fleet = lamps_every(streets, 30.0, **COLUMNS)
        self.town = engine(
            self.fleet, streets, calendars=(ON_DEMAND, HALF_NIGHT), policy=Policy(silent_s=1e9)
        )
        self.twin = FleetTwin(self.fleet, np.random.default_rng(5))
        self.now_s = NIGHT_S
        self.locked = False
        self.turn(0.0)

    def turn(self, seconds: float) -> None:
        self.now_s += seconds
        tick = self.town.tick(self.now_s)
        assert not self.town.state.locks[tick.commands.lamps].any()
        self.twin.receive(tick.commands, self.now_s)
        self.town.reply(self.twin.poll(self.now_s), self.now_s)
        self.check()

    def check(self) -> None:
        state, fleet = self.town.state, self.fleet
        bound = state.floor_holds & fleet.commandable & (state.locks == 0)
        assert (state.target[bound] >= fleet.floor_percent[bound]).all()
        obeys = state.rate > 0  # the others reported another level than commanded: faulty
        settled = bound & ~state.moving & ~state.pending & obeys
        assert (state.level[settled] >= fleet.floor_percent[settled]).all()
        assert all(o.expires_at_s > self.now_s for o in self.town.overrides.running.values())

    def play(self, event: tuple[object, ...]) -> None:
        kind, *rest = event
        getattr(self, str(kind))(*rest)
        self.turn(0.0)

    def override(self, key, rung, lamps, level, lasts_s):
        wish = Override(
            key=key,
            rung=rung,
            lamps=np.array(lamps, dtype=np.int32),
            level_percent=level,
            owner="somebody",
            reason="some reason",
            starts_at_s=self.now_s,
            expires_at_s=self.now_s + lasts_s,
        )
        self.town.place(wish, self.now_s)

    def release(self, key):
        self.town.release(key)

    def sensor(self, lamp, direction):
        report = Reports(
            detector=np.array([lamp], dtype=np.int32),
            edge=self.fleet.edge[[lamp]],
            position_m=self.fleet.position_m[[lamp]],
            direction=np.array([direction], dtype=np.int8),
            mover=np.array([Mover.WALKER], dtype=np.uint8),
        )
        self.town.report(report, self.now_s)

    def outage(self, lamps):
        self.twin.not_answering[:] = False
        self.twin.not_answering[lamps] = True
        self.town.lose_contact(np.array(lamps, dtype=np.intp), self.now_s)

    def lock(self, lamp):
        if not self.locked:
            self.town.lock("permit", "fitter", np.array([lamp]))
            self.locked = True

    def unlock(self):
        if self.locked:
            self.town.unlock("permit", "fitter")
            self.locked = False

    def wait(self, seconds):
        self.turn(seconds)

    def jump(self, seconds):
        self.turn(seconds)


@settings(max_examples=20, deadline=None)
@given(EVENTS)
def test_no_lamp_below_its_class_no_command_under_a_lock_and_every_override_ends(events):
    night = Night()
    for event in events:
        night.play(event)
    night.unlock()
    for _ in range(4):
        night.turn(SETTLE_S)
    for _ in range(4):
        night.turn(60.0)
    assert night.town.overrides.running == {}
    assert set(night.town.state.reason.tolist()) <= {Rung.CALENDAR, Rung.DEFAULT}
    assert not night.town.state.moving.any()


@settings(max_examples=20, deadline=None)
@given(EVENTS)
def test_the_state_afterwards_is_the_state_without_the_overrides(events):
    with_, without = Night(), Night()
    for event in events:
        with_.play(event)
        if event[0] not in {"override", "release"}:
            without.play(event)
        else:
            without.turn(0.0)
    for key in "abcd":
        with_.release(key)
    for night in (with_, without):
        night.unlock()
        night.turn(0.0)
    ours, theirs = with_.town.state, without.town.state
    assert np.array_equal(ours.wanted, theirs.wanted, equal_nan=True)
    assert np.array_equal(ours.until_s, theirs.until_s)
    assert np.array_equal(ours.target, theirs.target)
    assert np.array_equal(ours.reason, theirs.reason)
    assert np.array_equal(with_.town.wave.cap.counts, without.town.wave.cap.counts)
    for night in (with_, without):
        night.twin.not_answering[:] = False
        for _ in range(4):
            night.turn(61.0)
    assert np.array_equal(ours.target, theirs.target)
    assert np.array_equal(ours.level, theirs.level)
