from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from stadtherz.lib.coordinates import (
    CoordinateError,
    Position,
    bearing_deg,
    distance_m,
    format_degrees,
    format_dms,
    format_utm,
    format_utmref,
    parse,
    to_utm,
    zone_of,
)

TOWN = Position(49.4447, 7.769)
anywhere = st.builds(Position, st.floats(-79.9, 83.9), st.floats(-180, 179.9))


@pytest.mark.parametrize(
    "text",
    [
        "49.4447, 7.7690",
        "49.4447 7.7690",
        "49,4447 7,7690",
        "49,4447, 7,7690",
        "49,4447; 7,7690",
        "49,4447,7,7690",
        "N 49,4447 O 7,7690",
        "49.4447° N, 7.7690° O",
        "7.7690 E 49.4447 N",
        "Lat: 49.4447 Lon: 7.7690",
        "Länge 7,7690 Breite 49,4447",
        "49,4447° Nord 7,7690° Ost",
        "geo:49.4447,7.7690",
        "49°26'40.92\"N 7°46'08.4\"E",
        "49° 26\u2032 40,92\u2033 N, 7° 46\u2032 8,4\u2033 O",
        "N49 26.682 E7 46.140",
        "49 26 40.92 7 46 8.4",
        "32U 410767 5477621",
        "UTM 32 410767 5477621",
        "32410767 5477621",
        "32U E 410767 N 5477621",
        "32U MV 10767 77621",
        "32umv1076777621",
        "UTMREF 32U MV 10767 77621",
    ],
)
def test_every_spelling_names_the_same_place(text: str) -> None:
    assert distance_m(parse(text).position, TOWN) < 2


@pytest.mark.parametrize(
    ("text", "lat_deg", "lon_deg", "within_m"),
    [
        # README of the Python package "mgrs": 42 N, 93 W is 15TWG0000049776 (GEOTRANS).
        pytest.param("15T WG 00000 49776", 42.0, -93.0, 1.5, id="GEOTRANS, Iowa"),
        # A fire service's radio drill in Lower Bavaria, ostermeier.net 2024: "QU 066 994" is the
        # sports ground of Elsendorf; the village lies at 48.71 N, 11.81 E.
        pytest.param("32U QU 066 994", 48.71, 11.81, 1500, id="Elsendorf"),
        # Central meridian and equator: the grid's own definition, 500 km E, 0 km N.
        pytest.param("31N EA 00000 00000", 0.0, 3.0, 1.0, id="origin of zone 31"),
    ],
)
def test_known_references(text: str, lat_deg: float, lon_deg: float, within_m: float) -> None:
    assert distance_m(parse(text).position, Position(lat_deg, lon_deg)) < within_m


def test_writes_references_as_others_do() -> None:
    assert format_utmref(Position(42.0, -93.0)) in ("15T WG 00000 49776", "15T VG 99999 49776")
    assert format_utmref(TOWN, digits=3) == "32U MV 107 776"
    assert format_utm(TOWN) == "32U 410767 5477621"
    assert format_dms(TOWN) == "49°26'40.9\"N 7°46'08.4\"E"
    assert format_degrees(TOWN, decimals=4) == "49.4447, 7.7690"


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "expected"),
    [
        (60.39, 5.32, (32, "V")),  # Bergen
        (78.22, 15.64, (33, "X")),  # Longyearbyen
        (78.0, 8.9, (31, "X")),
        (78.0, 41.9, (37, "X")),
        (52.52, 13.4, (33, "U")),  # Berlin
        (49.4447, 7.769, (32, "U")),
        (84.0, 180.0, (60, "X")),
        (-80.0, -180.0, (1, "C")),
    ],
)
def test_zones_with_their_exceptions(
    lat_deg: float, lon_deg: float, expected: tuple[int, str]
) -> None:
    assert zone_of(Position(lat_deg, lon_deg)) == expected


def test_a_place_can_be_written_in_the_neighbouring_zone() -> None:
    eastern = Position(51.0, 12.5)
    assert to_utm(eastern).zone == 33
    assert distance_m(parse(format_utm(eastern, zone=32)).position, eastern) < 1


@given(anywhere, st.integers(1, 5))
@example(Position(-2.5e-14, 0.0), 1)
@example(Position(-2.5e-14, 0.0), 5)
@settings(deadline=None, max_examples=150)
def test_utmref_comes_back_within_its_square(position: Position, digits: int) -> None:
    reading = parse(format_utmref(position, digits=digits))
    assert reading.precision_m == 10 ** (5 - digits)
    assert distance_m(reading.position, position) <= reading.precision_m * 0.75 + 0.01


@given(anywhere)
@settings(deadline=None, max_examples=150)
def test_degrees_dms_and_utm_come_back(position: Position) -> None:
    assert distance_m(parse(format_degrees(position)).position, position) < 0.2
    assert distance_m(parse(format_dms(position)).position, position) < 3
    assert distance_m(parse(format_utm(position)).position, position) < 1


@given(st.text(max_size=60) | st.text("0123456789°'\",.NSEOW -UMV", max_size=40))
@settings(deadline=None)
def test_whatever_is_typed_either_reads_or_says_what_to_do(text: str) -> None:
    try:
        reading = parse(text)
    except CoordinateError as error:
        assert_helpful(error)
    else:
        assert reading.precision_m > 0


def assert_helpful(error: CoordinateError) -> None:
    assert error.fix
    assert error.code.startswith("coordinates.E")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E001"),
        ("Rathausplatz 1", "E001"),
        ("49.4447", "E001"),
        ("N 49 N 7", "E001"),
        ("49°70'0\"N 7°0'0\"E", "E001"),
        ("95.0, 7.0", "E002"),
        ("49.0, 181.0", "E002"),
        ("32U AA 10767 77621", "E003"),
        ("32U MV 1076 77621", "E003"),
        ("61U 410767 5477621", "E003"),
        ("1" * 200, "E001"),
    ],
)
def test_errors_carry_their_code(text: str, code: str) -> None:
    with pytest.raises(CoordinateError) as caught:
        parse(text)
    assert caught.value.code == f"coordinates.{code}"


def test_distance_and_bearing() -> None:
    """One degree of the equator on WGS 84 is 111,319.49 m (a pi / 180)."""
    one, other = Position(0, 0), Position(0, 1)
    assert distance_m(one, other) == pytest.approx(111_319.49, abs=0.01)
    assert bearing_deg(one, other) == pytest.approx(90)
    assert bearing_deg(other, one) == pytest.approx(270)


@given(anywhere, anywhere)
@settings(deadline=None)
def test_distance_is_the_same_both_ways(one: Position, other: Position) -> None:
    assume(one != other)
    assert distance_m(one, other) == pytest.approx(distance_m(other, one))
    assert 0 <= bearing_deg(one, other) < 360
