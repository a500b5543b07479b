import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.lightwave import Mover
from stadtherz.lib.lightwave.people import Legs, People, SimulatedDetectors
from stadtherz.lib.lightwave.tests.town import NIGHT_S, engine, fork, lamps_every
from stadtherz.lib.lightwave.twin import DetectorTwin


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.floats(0, 60), min_size=1, max_size=8))
def test_people_stay_on_the_streets_and_walk_as_far_as_their_speed_says(seed, steps):
    streets = fork()
    people = People.of(
        streets, {Mover.WALKER: 5, Mover.BIKE: 3, Mover.CAR: 2}, np.random.default_rng(seed)
    )
    for seconds in steps:
        legs = people.step(seconds)
        length = streets.edge_length_m[people.edge]
        assert (people.position_m >= -1e-6).all()
        assert (people.position_m <= length + 1e-3).all()
        walked = np.bincount(legs.user, np.abs(legs.to_m - legs.from_m), minlength=10)
        assert np.allclose(walked, people.speed_mps * seconds, atol=1e-3)


def test_the_same_seed_gives_the_same_night():
    walks = []
    for _ in range(2):
        people = People.of(fork(), {Mover.WALKER: 20}, np.random.default_rng(7))
        for _ in range(50):
            people.step(3.0)
        walks.append(people.position_m)
    assert np.array_equal(*walks)


def leg(from_m, to_m, direction):
    return Legs(
        np.array([0]),
        np.array([0], np.int32),
        np.array([from_m]),
        np.array([to_m]),
        np.array([direction], np.int8),
    )


def test_a_detector_sees_who_passes_and_a_radar_knows_the_direction():
    fleet = lamps_every(fork(), 30.0)
    detectors = SimulatedDetectors.on(
        fleet, np.array([1, 2]), gives_direction=np.array([True, False]), range_m=5.0
    )
    walker = np.array([Mover.WALKER], np.uint8)
    reports = detectors.reports(leg(90.0, 20.0, -1), walker)
    assert reports.detector.tolist() == [0, 1]
    assert reports.direction.tolist() == [-1, 0]
    assert reports.position_m.tolist() == [45.0, 75.0]
    assert len(detectors.reports(leg(52.0, 60.0, 1), walker)) == 0


def test_stuck_detectors_always_see_somebody_and_silent_ones_nobody():
    fleet = lamps_every(fork(), 30.0)
    twin = DetectorTwin(SimulatedDetectors.on(fleet, np.arange(3)))
    twin.stuck[0], twin.silent[1] = True, True
    reports = twin.reports(leg(0.0, 90.0, 1), np.array([Mover.CAR], np.uint8))
    assert reports.detector.tolist() == [2, 0]
    assert twin.alive().tolist() == [0, 2]


def test_whoever_walks_through_the_night_stands_in_light():
    streets = fork()
    fleet = lamps_every(streets, 30.0)
    town = engine(fleet, streets)
    detectors = SimulatedDetectors.on(fleet, np.arange(len(fleet), dtype=np.int32))
    people = People.of(streets, {Mover.WALKER: 1}, np.random.default_rng(3))
    town.tick(NIGHT_S)
    bright = []
    for second in range(240):
        now_s = NIGHT_S + second
        town.report(detectors.reports(people.step(1.0), people.mover), now_s)
        town.tick(now_s)
        if second > 30:
            own = town.wave.reach.nearest(int(people.edge[0]), float(people.position_m[0]))
            bright.append(float(town.state.level[own[0]]))
    assert min(bright) == 100
    assert town.state.level.min() == 20
