"""Rays meet the ground where geometry says, whatever way the picture lies."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.georef import GeorefError, relocate, view_of
from stadtherz.lib.georef.accuracy import CE90_PER_SIGMA
from stadtherz.lib.georef.frame import LocalFrame
from stadtherz.lib.pictures import Attitude, Decision, Kind, Shot

LON, LAT = 7.7689, 49.4447
FRAME = LocalFrame(LON, LAT)
NADIR = Shot(
    kind=Kind.JPEG,
    width_px=4000,
    height_px=2000,
    exif_width_px=4000,
    exif_height_px=2000,
    lon_deg=LON,
    lat_deg=LAT,
    relative_altitude_m=100.0,
    gimbal=Attitude(0.0, -90.0, 0.0),
    calibrated_focal_length_px=2000.0,
)
DECISIONS = [d for d in Decision if d is not Decision.UNVERIFIED]


def metres(corners):
    return [FRAME.to_metres(*corner) for corner in corners]


def test_straight_down_corners_and_ground_sample():
    print_ = view_of(NADIR).footprint()
    expected = [(-100, 50), (100, 50), (100, -50), (-100, -50)]
    for found, wanted in zip(metres(print_.corners), expected, strict=True):
        assert found == pytest.approx(wanted, abs=0.01)
    assert print_.gsd_m == pytest.approx(0.05)
    assert not print_.clipped
    assert print_.stored_corners == print_.corners
    assert "orientation unverified" in print_.notes


def test_yaw_turns_clockwise():
    print_ = view_of(replace(NADIR, gimbal=Attitude(90.0, -90.0, 0.0))).footprint()
    assert metres(print_.corners)[0] == pytest.approx((50, 100), abs=0.01)
    assert print_.look_azimuth_deg == pytest.approx(90)


def test_oblique_looks_ahead_and_roll_lifts_the_left():
    view = view_of(replace(NADIR, gimbal=Attitude(0.0, -45.0, 0.0)))
    print_ = view.footprint()
    assert FRAME.to_metres(*print_.centre) == pytest.approx((0, 100), abs=0.01)
    top_left, _, bottom_right, _ = metres(print_.corners)
    assert top_left[1] > bottom_right[1] > 0
    rolled = view_of(replace(NADIR, gimbal=Attitude(0.0, -45.0, 10.0)))
    near, far = (metres([rolled.to_ground(x, 1000)])[0] for x in (3900, 100))
    assert far[1] > near[1]  # the right side dips, so the left looks farther


def test_horizon_is_cut_and_flagged():
    view = view_of(replace(NADIR, gimbal=Attitude(0.0, -5.0, 0.0)))
    print_ = view.footprint(max_range_m=500)
    assert print_.clipped
    assert max(math.hypot(*at) for at in metres(print_.corners)) == pytest.approx(500, abs=0.1)
    assert view.to_ground(2000, 0) is None
    level = view_of(replace(NADIR, gimbal=Attitude(0.0, 0.0, 0.0))).footprint()
    assert (level.centre, level.gsd_m) == (None, None)


def test_half_turn_swaps_opposite_corners():
    print_ = view_of(NADIR, decision=Decision.TURNED_180).footprint()
    assert metres(print_.corners)[0] == pytest.approx((-100, 50), abs=0.01)
    assert metres(print_.stored_corners)[0] == pytest.approx((100, -50), abs=0.01)


@settings(max_examples=60, deadline=None)
@given(
    yaw=st.floats(-180, 180),
    pitch=st.floats(-120, -50),
    roll=st.floats(-20, 20),
    x=st.floats(0.01, 0.99),
    y=st.floats(0.01, 0.99),
    decision=st.sampled_from(DECISIONS),
)
def test_pixel_to_ground_and_back(yaw, pitch, roll, x, y, decision):
    shot = replace(NADIR, gimbal=Attitude(yaw, pitch, roll))
    if decision.quarter_turns % 2:
        shot = replace(shot, width_px=2000, height_px=4000)
    view = view_of(shot, decision=decision)
    at = (x * shot.width_px, y * shot.height_px)
    ground = view.to_ground(*at)
    if ground is None:
        return
    back = view.to_pixel(*ground)
    assert back == pytest.approx(at, abs=0.05)
    print_ = view.footprint(max_range_m=1e6)
    corner = view.to_ground(0, 0)
    if corner is not None and not print_.clipped:
        assert FRAME.to_metres(*print_.stored_corners[0]) == pytest.approx(
            FRAME.to_metres(*corner), abs=0.01
        )


def test_error_grows_with_tilt_and_shrinks_with_rtk():
    down = view_of(NADIR).footprint().error
    oblique = view_of(replace(NADIR, gimbal=Attitude(0, -30, 0))).footprint().error
    rtk = view_of(replace(NADIR, rtk_std_m=(0.02, 0.02, 0.03))).footprint().error
    assert rtk.sigma_m < down.sigma_m < oblique.sigma_m
    assert down.ce90_m == pytest.approx(down.sigma_m * CE90_PER_SIGMA)
    assert down.sigma_m == pytest.approx(math.hypot(1.5, 100 * math.radians(0.5)))


def test_reduced_copy_covers_the_same_ground():
    small = replace(NADIR, width_px=1000, height_px=500)
    for one, other in zip(
        view_of(small).footprint().corners, view_of(NADIR).footprint().corners, strict=True
    ):
        assert one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lon_deg": None}, "georef.E001"),
        ({"relative_altitude_m": None}, "georef.E001"),
        ({"gimbal": None}, "georef.E001"),
        ({"calibrated_focal_length_px": None}, "georef.E002"),
        ({"relative_altitude_m": -3.0}, "georef.E003"),
    ],
)
def test_what_is_missing_is_said(change, code):
    with pytest.raises(GeorefError) as caught:
        view_of(replace(NADIR, **change))
    assert caught.value.code == code
    assert caught.value.fix


def test_relocate_keeps_offsets_in_metres():
    east = FRAME.to_degrees(120.0, -45.0)
    shots = (NADIR, replace(NADIR, lon_deg=east[0], lat_deg=east[1]), replace(NADIR, lon_deg=None))
    moved = relocate(shots, to_lon=8.25, to_lat=50.0)
    assert (moved[0].lon_deg, moved[0].lat_deg) == pytest.approx((8.25, 50.0), abs=1e-9)
    there = LocalFrame(8.25, 50.0).to_metres(moved[1].lon_deg, moved[1].lat_deg)
    assert there == pytest.approx((120.0, -45.0), abs=0.01)
    assert moved[2].lon_deg is None
    assert relocate([replace(NADIR, lon_deg=None)], to_lon=1, to_lat=1)[0].lon_deg is None
