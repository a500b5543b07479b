"""Grids and observers against small cases done by hand."""

from __future__ import annotations

import pytest

from stadtherz.lib.photometry.grid import (
    illuminance_grid,
    luminance_grid,
    points_across,
    points_along,
)
from stadtherz.lib.photometry.layout import Driving, RoadLayout
from stadtherz.lib.photometry.observers import observers, places
from stadtherz.lib.photometry.rules import EN_13201_3_2015


@pytest.mark.parametrize(
    ("length_m", "count"),
    [(5, 10), (29.9, 10), (30, 10), (30.01, 11), (33, 11), (40, 14), (60, 20)],
)
def test_points_along(length_m, count):
    assert points_along(length_m) == count


@pytest.mark.parametrize(("width_m", "count"), [(0.5, 1), (1.5, 1), (1.6, 2), (7, 5), (7.5, 5)])
def test_points_across(width_m, count):
    assert points_across(width_m) == count


def test_illuminance_points_lie_half_a_step_from_the_ends():
    grid = illuminance_grid(100.0, 20.0, (-3.0, 0.0))
    assert grid.along_m.tolist() == [101, 103, 105, 107, 109, 111, 113, 115, 117, 119]
    assert grid.across_m.tolist() == [-2.25, -0.75]
    assert grid.shape == (2, 10)
    assert (grid.x_m[11], grid.y_m[11]) == (103, -0.75)


def test_luminance_points_lie_at_a_sixth_a_half_and_five_sixths_of_each_lane():
    grid = luminance_grid(0.0, 40.0, RoadLayout(width_m=7.0, lanes=2))
    assert grid.shape == (6, 14)
    assert grid.across_m == pytest.approx(
        [3.5 / 6, 1.75, 17.5 / 6, 3.5 + 3.5 / 6, 5.25, 7 - 3.5 / 6]
    )


def test_observers_stand_in_the_middle_of_each_lane_60_m_before_the_field():
    road = RoadLayout(width_m=9.0, lanes=3, oncoming_lanes=1)
    found = observers(road, 100.0, 30.0, EN_13201_3_2015)
    assert [(each.x_m, each.y_m, each.heading) for each in found] == [
        (40.0, 1.5, 1),
        (40.0, 4.5, 1),
        (190.0, 7.5, -1),
    ]
    left = RoadLayout(width_m=9.0, lanes=3, oncoming_lanes=1, driving=Driving.LEFT)
    assert left.headings == (-1, 1, 1)


def test_the_moving_driver_starts_where_the_roof_still_shows_the_first_luminaire():
    along, against = observers(RoadLayout(width_m=6.0, oncoming_lanes=1), 0, 30, EN_13201_3_2015)
    x_m = places(along, 0.0, 30.0, 9.5, EN_13201_3_2015)
    assert x_m.tolist() == [-22, -19, -16, -13, -10, -7, -4, -1, 2, 5]
    assert places(against, 0.0, 30.0, 9.5, EN_13201_3_2015).tolist() == [30 - x for x in x_m]
