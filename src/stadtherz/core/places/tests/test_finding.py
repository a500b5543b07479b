from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stadtherz.core.places.queries import find, kinds_of, places_of

if TYPE_CHECKING:
    from stadtherz.core.places.models import TownPack


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Kaiserstraße 5", "Kaiserstraße 5"),
        ("kaiserstr. 5", "Kaiserstraße 5"),
        ("5 kaiserstr", "Kaiserstraße 5"),
        ("67655 Kleinstadt Kaiserstr 5", "Kaiserstraße 5"),
        ("Muehlstrasse 2", "Mühlstraße 2"),
        ("muhlstr", "Mühlstraße"),
        ("wagner", "Richard-Wagner-Straße"),
        ("Richard Wagner Str. 1", "Richard-Wagner-Straße 1"),
        ("Straße des 17. Juni 2", "Straße des 17. Juni 2"),
        ("straße des 17 juni", "Straße des 17. Juni"),
        ("Mülstrasse 2", "Mühlstraße 2"),
        ("Schule am", "Schule am Markt"),
        ("rathaus", "Rathaus"),
        ("am mar", "Am Markt"),
    ],
)
def test_what_is_typed_is_found(loaded: TownPack, typed: str, first: str):
    found = find(typed, loaded.town)
    assert found[0].label == first


def test_numbers_come_exact_first_then_in_order(loaded: TownPack):
    labels = [c.label.rsplit(" ", 1)[1] for c in find("Richard-Wagner-Straße 1", loaded.town)]
    assert labels == ["1", "10", "11", "12"]


def test_a_number_that_is_not_there_gives_the_street_and_says_so(loaded: TownPack):
    (found,) = find("Kaiserstraße 99", loaded.town)
    assert found.label == "Kaiserstraße"
    assert "99" in found.detail


def test_a_place_with_two_signs_is_shown_once(loaded: TownPack):
    assert [c.label for c in find("rathaus", loaded.town)] == ["Rathaus"]


@pytest.mark.parametrize(
    "typed",
    [
        "49.4400, 7.7612", "49,4400 7,7612", "49.4400 N 7.7612 E", "49°26'24\" N 7°45'40.32\" E",
        "32U MV 10194 77107", "MV 10194 77107", "mv1019477107", "32U 410194 5477107",
    ],
)  # fmt: skip
def test_coordinates_in_any_notation(loaded: TownPack, typed: str):
    (found,) = find(typed, loaded.town)
    assert found.kind == "coordinates"
    assert found.lon == pytest.approx(7.7612, abs=3e-5)
    assert found.lat == pytest.approx(49.44, abs=3e-5)
    assert found.utmref.startswith("32U MV 101")
    assert "Kaiserstraße 3" in found.detail


@pytest.mark.parametrize("typed", ["", "x", "%", "_____", "zzzzzz", "'; DROP TABLE", "99999 99999"])
def test_nonsense_finds_nothing(loaded: TownPack, typed: str):
    assert find(typed, loaded.town) == []


def test_without_a_town_only_coordinates(db: None):
    assert find("Kaiserstraße 5", None) == []
    assert find("49.44, 7.76", None)[0].kind == "coordinates"


def test_a_question_costs_few_queries(loaded: TownPack, django_assert_max_num_queries):
    for typed in ("kaiserstr", "richard wagner str 1", "zzzzzz zz 9"):
        with django_assert_max_num_queries(8):
            find(typed, loaded.town)


def test_lists_of_places(loaded: TownPack):
    assert set(kinds_of(loaded.town)) == {"school", "highway=bus_stop"}
    assert [p.name for p in places_of(loaded.town, kind="school")] == ["Schule am Markt"]
