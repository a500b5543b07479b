import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.lightwave import (
    Capability,
    Fleet,
    Rung,
    breathing_percent,
    nearest_lamps,
    scene_light,
)
from stadtherz.lib.lightwave.limits import SIGNAL_LIMITS_2026
from stadtherz.lib.lightwave.rescue import RescueError
from stadtherz.lib.lightwave.tests.town import NIGHT_S, engine

ROW = Fleet.of(
    5, x_m=[0, 30, 60, 90, 120], capability=[3, 3, Capability.NOTHING, 3, 3], floor_percent=20
)


def test_the_nearest_lamps_are_those_that_can_be_commanded_nearest_first():
    assert nearest_lamps(ROW, (50.0, 0.0), radius_m=45.0).tolist() == [1, 3]
    assert nearest_lamps(ROW, (1e6, 0.0), radius_m=45.0, at_least=2).tolist() == [4, 3]


def test_the_scene_rises_softly_to_full_and_returns():
    town = engine(ROW)
    town.tick(NIGHT_S - 60)
    town.tick(NIGHT_S)
    lamps = nearest_lamps(ROW, (0.0, 0.0), radius_m=40.0)
    light = scene_light(
        "incident", lamps, owner="control centre", reason="fire", now_s=NIGHT_S, lasts_s=3600
    )
    town.place(light, NIGHT_S)
    tick = town.tick(NIGHT_S)
    assert tick.commands.lamps.tolist() == [0, 1]
    assert tick.commands.reason.tolist() == [Rung.RESCUE] * 2
    assert tick.commands.ramp_s == pytest.approx([0.6, 0.6])
    town.tick(NIGHT_S + 0.3)
    assert 70 < town.state.level[0] < 100
    town.tick(NIGHT_S + 0.7)
    assert town.state.level[:2].tolist() == [100, 100]
    assert town.release("incident")
    town.tick(NIGHT_S + 1)
    assert town.state.target.tolist() == [70] * 5


def test_a_light_without_a_near_end_is_refused():
    with pytest.raises(RescueError, match="13 h"):
        scene_light(
            "x", np.array([0], np.int32), owner="o", reason="r", now_s=0.0, lasts_s=13 * 3600
        )


@given(st.floats(0, 2e9), st.floats(0, 100), st.floats(0.05, 1.0))
def test_breathing_stays_between_floor_and_full(now_s, floor, frequency):
    level = breathing_percent(now_s, np.array([floor], np.float32), frequency_hz=frequency)
    assert max(np.float32(floor), 60) - 1e-3 <= level[0] <= 100.001


def test_breathing_is_in_phase_and_never_faster_than_the_cap():
    levels = breathing_percent(NIGHT_S + 0.3, np.array([0, 30, 60], np.float32))
    assert len(set(levels.tolist())) == 1
    with pytest.raises(RescueError, match=r"1\.5 Hz"):
        breathing_percent(0.0, np.zeros(1, np.float32), frequency_hz=1.5)
    assert SIGNAL_LIMITS_2026.frequency_max_hz < SIGNAL_LIMITS_2026.flashes_max_per_s
