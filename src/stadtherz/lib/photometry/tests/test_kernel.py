"""Point formulas against closed forms, and fast against slow."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.illuminance import (
    hemispherical,
    horizontal,
    semicylindrical,
    vertical,
)
from stadtherz.lib.photometry.kernel import matrix, summed
from stadtherz.lib.photometry.lamps import Lamps, joined
from stadtherz.lib.photometry.tests import slow
from stadtherz.lib.photometry.tests.makers import batwing, isotropic, lambertian, lopsided, uneven

ALL = horizontal(None)


def lamp_at(light, height=10.0, **more):
    return Lamps.of((light,), 0.0, 0.0, height, **more)


def test_isotropic_light_follows_the_cube_of_the_cosine():
    x = np.array([0.0, 5, 10, 40])
    expected = 1000 * 10 / (x**2 + 100) ** 1.5
    assert summed(x, 0 * x, lamp_at(isotropic()), ALL) == pytest.approx(expected, rel=1e-12)


def test_lambertian_light_follows_the_fourth_power_of_the_cosine():
    x = np.linspace(0, 40, 30)
    expected = 1000 / 100 / (1 + (x / 10) ** 2) ** 2
    assert summed(0 * x, x, lamp_at(lambertian()), ALL) == pytest.approx(expected, rel=1e-4)


def test_shapes_below_and_beside_a_lamp():
    below, beside = ([0.0], [0.0]), ([10.0], [0.0])
    lamp = lamp_at(isotropic())
    assert summed(*below, lamp, hemispherical()) == pytest.approx([1000 / 100 / 2])
    assert summed(*beside, lamp, hemispherical()) == pytest.approx([1000 * (2**-1.5 + 0.5) / 400])
    high = lamp_at(isotropic(), 11.5)  # 10 m above the upright plane
    for facing_deg, times in ((180, 2), (90, 1), (0, 0)):
        lx = summed(*beside, high, semicylindrical(facing_deg))
        assert lx == pytest.approx([1000 * 2**-1.5 / 100 * times / math.pi], abs=1e-12)
    for facing_deg, cosine in ((180, 1), (120, 0.5), (0, 0)):
        lx = summed(*beside, high, vertical(facing_deg))
        assert lx == pytest.approx([1000 * 2**-1.5 / 100 * cosine], abs=1e-12)


def test_luminaires_beyond_five_heights_do_not_count():
    x = np.array([49.999, 50.0, 50.001])
    lx = summed(x, 0 * x, lamp_at(isotropic()), horizontal())
    assert (lx > 0).tolist() == [True, True, False]
    # 5 H is counted in mounting heights also where the plane lies above the road
    upright = summed(x, 0 * x, lamp_at(isotropic()), semicylindrical(180))
    assert (upright > 0).tolist() == [True, True, False]


def test_flux_on_the_road_does_not_change_by_turning():
    x, y = (each.ravel() for each in np.meshgrid(np.arange(-60.0, 61), np.arange(-60.0, 61)))
    straight = summed(x, y, lamp_at(batwing()), ALL).sum()
    assert summed(x, y, lamp_at(batwing(), turn_deg=90), ALL).sum() == pytest.approx(straight)
    # nearly all of a Lambertian's pi I comes down inside
    lit = summed(x, y, lamp_at(lambertian(), 4.0), ALL).sum()
    assert lit == pytest.approx(1000 * math.pi, rel=0.01)


def test_a_turned_lamp_equals_a_turned_table():
    x, y = np.random.default_rng(1).uniform(-30, 30, (2, 50))
    turned = summed(x, y, lamp_at(lopsided(), turn_deg=33), ALL)
    assert turned == pytest.approx(summed(x, y, lamp_at(lopsided().turned(33)), ALL))


@pytest.mark.parametrize("light", [lopsided(), uneven()])
@settings(max_examples=25, deadline=None)
@given(
    turn=st.floats(-400, 400),
    tilt=st.floats(-90, 90),
    roll=st.floats(-90, 90),
    place=st.tuples(st.floats(-60, 60), st.floats(-60, 60)),
)
def test_any_orientation_agrees_with_the_slow_reference(light, turn, tilt, roll, place):
    x, y = place
    lamps = lamp_at(light, 9.0, turn_deg=turn, tilt_deg=tilt, roll_deg=roll, factor=0.7)
    slow_lamp = (light, 0.0, 0.0, 9.0, turn, tilt, roll, 0.7)
    d2 = x * x + y * y + 81
    expected = slow.towards(slow_lamp, (x, y, 0)) * 9 / d2**1.5
    # a hair's breadth decides between light and none where a table ends below the horizon
    beside = [
        slow.towards((light, 0.0, 0.0, 9.0, turn, tilt + a, roll + b, 0.7), (x, y, 0)) > 0
        for a in (-1e-6, 0, 1e-6)
        for b in (-1e-6, 0, 1e-6)
    ]
    if len(set(beside)) == 1:
        assert summed([x], [y], lamps, ALL) == pytest.approx([expected], rel=1e-6, abs=1e-9)


def test_single_precision_threads_and_matrix_agree_with_double():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 900, 700), rng.uniform(-5, 12, 700)
    kinds = (batwing(), lopsided())
    lamps = Lamps.of(
        kinds,
        np.arange(200) * 5.0,
        rng.uniform(-1, 8, 200),
        rng.uniform(5, 12, 200),
        kind=rng.integers(0, 2, 200),
        turn_deg=rng.uniform(-400, 400, 200),
        tilt_deg=rng.choice([0.0, 10.0], 200),
        factor=rng.uniform(0.1, 1, 200),
    )
    double = summed(x, y, lamps, ALL)
    with ThreadPoolExecutor(2) as executor:
        single = summed(x, y, lamps, ALL, dtype=np.float32, executor=executor)
    assert single.dtype == np.float32
    assert single == pytest.approx(double, rel=2e-5)
    assert matrix(x, y, lamps, ALL).sum(axis=1) == pytest.approx(double)
    halves = [lamps.chosen(lamps.kind == 0), lamps.chosen(lamps.kind == 1)]
    assert summed(x, y, joined(halves), ALL) == pytest.approx(double)


def test_right_below_a_lamp_single_precision_is_defined():
    lx = summed([0.0], [0.0], lamp_at(batwing()), ALL, dtype=np.float32)
    assert lx == pytest.approx([30.0], rel=2e-6)


def test_no_points_and_no_lamps_are_dark():
    assert summed([], [], lamp_at(isotropic()), ALL).shape == (0,)
    assert summed([1.0], [1.0], Lamps.of((isotropic(),), [], [], []), ALL).tolist() == [0]


def test_a_lamp_at_the_height_of_the_plane_is_refused():
    with pytest.raises(PhotometryError, match=r"photometry\.E006"):
        summed([1.0], [1.0], lamp_at(isotropic(), 1.5), vertical(0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"factor": [1, 1, 1]},
        {"factor": -1},
        {"turn_deg": math.nan},
        {"kind": 1},
        {"colour": 3},
    ],
)
def test_impossible_lamps_are_refused(wrong):
    with pytest.raises(PhotometryError, match=r"photometry\.E005"):
        Lamps.of((isotropic(),), [0.0, 1.0], 0.0, 8.0, **wrong)
