"""Impossible roads, rows and installations are refused with a reason."""

from __future__ import annotations

import math

import pytest

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.layout import RoadLayout, Strip
from stadtherz.lib.photometry.rows import Arrangement
from stadtherz.lib.photometry.rules import EN_13201_3_2015, rules_of
from stadtherz.lib.photometry.tests.makers import road

FOOTWAY = Strip(name="footway", width_m=2.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width_m": 0.0},
        {"width_m": math.nan},
        {"width_m": math.inf},
        {"lanes": 0},
        {"oncoming_lanes": 3},
        {"oncoming_lanes": -1},
        {"reserve_m": 0.0},
        {"edge_strip_m": -1.0},
        {"strips": (Strip(name="a", width_m=0.0),)},
        {"strips": (Strip(name="a", width_m=1.0, gap_m=-1.0),)},
        {"strips": (FOOTWAY, FOOTWAY)},
    ],
)
def test_impossible_roads(wrong):
    with pytest.raises(PhotometryError, match=r"photometry\.E002"):
        RoadLayout(**{"width_m": 7.0, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"spacing_m": 0.0},
        {"spacing_m": -30.0},
        {"spacing_m": math.nan},
        {"height_m": 0.0},
        {"height_m": math.inf},
        {"tilt_deg": 91.0},
        {"roll_deg": -100.0},
        {"flux_factor": -0.1},
        {"power_w": -1.0},
        {"start_m": math.nan},
    ],
)
def test_impossible_rows(wrong):
    with pytest.raises(PhotometryError, match=r"photometry\.E003"):
        road(**wrong)


def test_a_row_on_a_missing_reserve():
    with pytest.raises(PhotometryError, match=r"photometry\.E004"):
        road(Arrangement.MEDIAN)


@pytest.mark.parametrize("wrong", [{"height_m": 1.5}, {"factor": 0.0}, {"factor": 1.1}])
def test_impossible_installations(wrong):
    with pytest.raises(PhotometryError, match=r"photometry\.E009"):
        road(**wrong)


def test_an_installation_without_rows():
    good = road()
    with pytest.raises(PhotometryError, match="no row"):
        type(good)(road=good.road, rows=())


def test_every_number_of_the_rules_names_its_source():
    rules = rules_of("EN 13201-3:2015")
    assert rules is EN_13201_3_2015
    for name in rules.__slots__[1:]:
        assert rules.source_of(name).text.startswith("EN 13201-3:2015")
    with pytest.raises(PhotometryError, match=r"photometry\.E001"):
        rules_of("EN 13201-3:2003")


def test_the_age_factor_is_about_ten_at_23_years():
    assert EN_13201_3_2015.age_factor == pytest.approx(10.0, abs=0.01)
