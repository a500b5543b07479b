"""The table of intensities: interpolation, flux, turning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.luminaire import Intensities, LuminaireError

C_DEG = np.arange(0.0, 361.0, 15.0)
GAMMA_DEG = np.arange(0.0, 181.0, 2.5)


def table(function, c_deg=C_DEG, gamma_deg=GAMMA_DEG) -> Intensities:
    c, gamma = np.meshgrid(np.radians(c_deg), np.radians(gamma_deg), indexing="ij")
    light = np.broadcast_to(function(c, gamma), c.shape).copy()
    light[-1] = light[0]
    return Intensities(c_deg=c_deg, gamma_deg=gamma_deg, intensity_cd=light)


def lopsided(c, gamma):
    return 100 * (2 + np.sin(c) + 0.3 * np.cos(2 * c)) * np.maximum(np.cos(gamma), 0)


def test_a_point_that_shines_evenly_has_four_pi_lumens_per_candela():
    assert table(lambda _c, _gamma: 7.0).flux_lm == pytest.approx(4 * np.pi * 7, rel=1e-12)


def test_a_lambertian_disc_has_pi_lumens_per_candela():
    disc = table(lambda _c, gamma: 100 * np.maximum(np.cos(gamma), 0))
    assert disc.flux_lm == pytest.approx(np.pi * 100, rel=1e-3)
    assert disc.upward_share == pytest.approx(0, abs=1e-12)


def test_upward_share_of_an_even_point_is_one_half():
    assert table(lambda _c, _gamma: 1.0).upward_share == pytest.approx(0.5)


def test_at_gives_the_knots_and_the_straight_line_between():
    light = table(lopsided)
    assert np.array_equal(light.at(C_DEG[:, None], GAMMA_DEG), light.intensity_cd)
    corners = light.intensity_cd[3:5, 10:12]
    assert light.at(52.5, 26.25) == pytest.approx(corners.mean())
    assert light.at(52.5 - 720, 26.25) == pytest.approx(corners.mean())


def test_beyond_the_last_angle_there_is_no_light():
    light = table(lambda _c, _gamma: 5.0, gamma_deg=np.array([0.0, 45.0, 90.0]))
    assert light.at(10, [90.0, 90.001, 180.0]).tolist() == [5.0, 0.0, 0.0]
    assert light.at(10, 1.0).shape == ()


def test_turning_moves_columns_exactly():
    light = table(lopsided)
    back = light.turned(90).turned(270)
    assert np.array_equal(back.intensity_cd, light.intensity_cd)
    assert np.array_equal(light.turned(90).at(90 + C_DEG, 30.0), light.at(C_DEG, 30.0))
    assert np.array_equal(light.turned(90).c_deg, light.c_deg)


@settings(max_examples=40, deadline=None)
@given(st.floats(-720, 720), st.floats(0, 360), st.floats(0, 180))
def test_turning_by_any_angle_keeps_light_and_flux(by_deg, c_deg, gamma_deg):
    light = table(lopsided)
    turned = light.turned(by_deg)
    assert turned.at(c_deg + by_deg, gamma_deg) == pytest.approx(
        light.at(c_deg, gamma_deg), abs=1e-5
    )
    assert turned.flux_lm == pytest.approx(light.flux_lm, rel=1e-9)


@pytest.mark.parametrize(
    ("c_deg", "gamma_deg", "intensity_cd", "why"),
    [
        ([0, 360], [0, 90], [[1, 2], [1, 3]], "0 and 360 differ"),
        ([0, 180], [0, 90], [[1, 2], [1, 2]], "rise from 0 to 360"),
        ([0, 200, 100, 360], [0, 90], [[1, 2]] * 4, "rise from 0 to 360"),
        ([0, 360], [0, 181], [[1, 2]] * 2, "at most 180"),
        ([0, 360], [5, 90], [[1, 2]] * 2, "at most 180"),
        ([0, 360], [0, 90], [[1, -2]] * 2, "negative"),
        ([0, 360], [0, 90], [[1, float("nan")]] * 2, "not finite"),
        ([0, 360], [0, 90, 95], [[1, 2]] * 2, "values for"),
    ],
)
def test_impossible_tables_are_refused(c_deg, gamma_deg, intensity_cd, why):
    with pytest.raises(LuminaireError, match=why) as caught:
        Intensities(c_deg=c_deg, gamma_deg=gamma_deg, intensity_cd=intensity_cd)
    assert caught.value.code == "luminaire.E001"


def test_the_arrays_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        table(lopsided).intensity_cd[0, 0] = 1
