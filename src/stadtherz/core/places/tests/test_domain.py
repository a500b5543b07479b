from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from stadtherz.core.places.domain import (
    Question,
    box_around,
    folded,
    metres_per_degree,
    number_key,
    number_order,
    questions,
    search_text,
)


@pytest.mark.parametrize(
    "written", ["Mühlstraße", "Muehlstrasse", "MUHLSTRASSE", "mu\u0308hlstraße"]
)
def test_one_street_however_it_is_written(written: str):
    assert folded(written) == ["muhlstrasse"]


def test_every_beginning_of_a_name_is_found():
    text = search_text("Richard-Wagner-Straße")
    for asked in ("richard", "wagner", "strasse", "richardwagner", "wagnerstr"):
        assert f" {asked}" in text
    assert " agner" not in text


@given(st.text(max_size=60))
def test_folding_is_done_once(text: str):
    once = folded(text)
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFC", text))
    assert all(word.isascii() and word == word.lower() for word in once)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kaiserstr. 5", Question(("kaiserstr",), "5")),
        ("5 Kaiserstr", Question(("kaiserstr",), "5")),
        ("Kaiserstraße 12 a", Question(("kaiserstrasse",), "12a")),
        ("67655 Kleinstadt, Mühlstr. 3", Question(("muhlstr",), "3")),
        ("Richard Wagner", Question(("richard", "wagner"))),
    ],
)
def test_a_typed_line_is_taken_apart(typed: str, meant: Question):
    assert questions(typed, "Kleinstadt")[0] == meant


def test_digits_may_belong_to_the_name():
    assert Question(("strasse", "des", "17", "juni")) in questions("Straße des 17. Juni")


@given(st.text(max_size=200))
def test_any_line_gives_ways_or_none(text: str):
    assert all(way.words for way in questions(text))


def test_house_numbers_compare_and_order():
    assert number_key("12 A") == number_key("12a")
    assert sorted(["10", "2", "2a"], key=lambda n: (number_order(n), n)) == ["2", "2a", "10"]
    assert number_order("Haus 3") == 0


@given(st.floats(-70, 70), st.floats(0.0005, 0.05), st.floats(0, 360))
def test_plane_distance_agrees_with_the_ellipsoid(lat: float, step: float, bearing: float):
    lon_m, lat_m = metres_per_degree(lat)
    dx, dy = step * math.sin(math.radians(bearing)), step * math.cos(math.radians(bearing))
    _, _, true_m = Geod(ellps="WGS84").inv(0, lat, dx, lat + dy)
    assert math.hypot(dx * lon_m, dy * lat_m) == pytest.approx(true_m, rel=2.5e-3)


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(1, 50_000), st.floats(0, 360))
def test_the_box_holds_the_circle(lon: float, lat: float, radius_m: float, bearing: float):
    west, south, east, north = box_around(lon, lat, radius_m)
    x, y, _ = Geod(ellps="WGS84").fwd(lon, lat, bearing, radius_m)
    assert west <= x <= east
    assert south <= y <= north
