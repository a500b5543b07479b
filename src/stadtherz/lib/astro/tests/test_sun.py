from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.astro import Place, PlaceError, Polar, evening_of, is_night, night_span

KAISERSLAUTERN = Place(latitude_deg=49.44, longitude_deg=7.77, zone=ZoneInfo("Europe/Berlin"))
TROMSO = Place(latitude_deg=69.65, longitude_deg=18.96, zone=ZoneInfo("Europe/Oslo"))


def test_the_364_nights_within_2026_last_4274_hours_in_kaiserslautern():
    nights = [night_span(date(2026, 1, 1) + timedelta(days=d), KAISERSLAUTERN) for d in range(364)]
    hours = sum((n.sunrise_at - n.sunset_at).total_seconds() for n in nights) / 3600
    assert hours == pytest.approx(4274, abs=2)


def test_polar_day_and_night_are_told_apart():
    summer = night_span(date(2026, 6, 21), TROMSO)
    winter = night_span(date(2026, 12, 21), TROMSO)
    assert (summer.polar, summer.sunset_at) == (Polar.DAY, None)
    assert (winter.polar, winter.sunrise_at) == (Polar.NIGHT, None)
    assert "above" in summer.polar
    assert night_span(date(2026, 3, 21), TROMSO).polar is None


@pytest.mark.parametrize(
    ("evening_on", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25)]
)
def test_a_night_with_a_change_of_clocks_is_an_hour_off(evening_on, hours):
    span = night_span(evening_on, KAISERSLAUTERN)
    assert (span.next_noon_at - span.noon_at) == timedelta(hours=hours)
    assert span.noon_at < span.sunset_at < span.sunrise_at < span.next_noon_at


def test_the_small_hours_belong_to_the_evening_before():
    assert evening_of(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), KAISERSLAUTERN) == date(
        2026, 10, 24
    )
    assert evening_of(datetime(2026, 10, 25, 12, 0, tzinfo=UTC), KAISERSLAUTERN) == date(
        2026, 10, 25
    )


def test_it_is_night_from_sunset_to_sunrise():
    evening = datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
    assert is_night(evening, KAISERSLAUTERN)
    assert is_night(evening + timedelta(hours=8), KAISERSLAUTERN)
    assert not is_night(evening + timedelta(hours=14), KAISERSLAUTERN)
    assert is_night(datetime(2026, 12, 21, 12, tzinfo=UTC), TROMSO)
    assert not is_night(datetime(2026, 6, 21, 23, tzinfo=UTC), TROMSO)


def test_a_place_off_the_globe_is_refused():
    with pytest.raises(PlaceError, match="no place on the globe"):
        Place(latitude_deg=91, longitude_deg=0, zone=ZoneInfo("UTC"))


@settings(max_examples=60, deadline=None)
@given(st.floats(-89, 89), st.floats(-15, 25), st.dates(date(2000, 1, 1), date(2099, 12, 30)))
def test_every_night_has_both_events_in_order_or_a_reason(latitude, longitude, evening_on):
    place = Place(latitude_deg=latitude, longitude_deg=longitude, zone=ZoneInfo("Europe/Berlin"))
    span = night_span(evening_on, place)
    if span.polar is None:
        assert span.sunset_at < span.sunrise_at
    else:
        assert span.sunset_at is None
        assert span.sunrise_at is None
