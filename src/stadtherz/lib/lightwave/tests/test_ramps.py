import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.lightwave import Fleet, LightState
from stadtherz.lib.lightwave.ramps import BLOCK, _move_dense, _move_some


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.floats(0, 5), min_size=1, max_size=6))
def test_both_ways_of_walking_give_the_same_levels(seed, seconds):
    random = np.random.default_rng(seed)
    count = BLOCK + 77
    states = [LightState.of(Fleet.of(count)) for _ in range(2)]
    target = random.integers(0, 101, count).astype(np.float32)
    level = random.uniform(0, 100, count).astype(np.float32)
    moving = random.random(count) < 0.7
    for state in states:
        state.target[:], state.level[:], state.moving[:] = target, level, moving
        state.rate[:] = np.where(moving, 10.0, 0.0)
        state.news[:] = False
        state.shown[:] = (level + np.float32(0.5)).astype(np.uint8)
    dense, some = states
    for step in seconds:
        _move_dense(dense, step)
        _move_some(some, np.flatnonzero(some.moving), step)
        assert np.array_equal(dense.news, some.news)
        assert np.array_equal(dense.level, some.level)
        assert np.array_equal(dense.moving, some.moving)
        assert np.array_equal(dense.shown, some.shown)
    still = ~moving
    assert np.array_equal(dense.level[still], level[still])


def test_a_ramp_takes_its_time_and_arrives_exactly():
    state = LightState.of(Fleet.of(1))
    state.target[:], state.rate[:], state.moving[:] = 100.0, 50.0, True
    _move_some(state, np.array([0]), 1.0)
    assert state.level[0] == 50
    _move_some(state, np.array([0]), 1.0)
    assert state.level[0] == 100
    assert not state.moving[0]
