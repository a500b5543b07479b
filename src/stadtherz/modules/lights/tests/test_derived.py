"""The committed pack becomes a register: published counts met exactly, every position marked."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

import mapbox_vector_tile
import pytest
from django.db import transaction
from django.test import Client

from stadtherz.core.people import make as people
from stadtherz.core.people.contract import system_actor
from stadtherz.core.places import shelf
from stadtherz.core.places.actions import load_town
from stadtherz.lib.tiles import tiles_in
from stadtherz.modules.lights import actions
from stadtherz.modules.lights.models import Lamp
from stadtherz.modules.lights.tables import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from stadtherz.core.people.models import Organisation

# City of Kaiserslautern, LED conversion 2018/19, lamps per street (kaiserslautern.de, 056196),
# under the names that the map gives these streets.
PUBLISHED = {
    "Adolph-Kolping-Platz": 8,
    "Barbarossaring": 19,
    "Barbarossastraße": 86,
    "Benzinoring": 47,
    "Bismarckstraße": 38,
    "Donnersbergstraße": 91,
    "Entersweilerstraße": 13,
    "Friedrichstraße": 18,
    "Hilgardring": 20,
    "Karl-Marx-Straße": 13,
    "Messeplatz": 18,
    "Trippstadter Straße": 102,
    "Wilhelmstraße": 9,
}
MARKED_DE = "aus der Straßenkarte abgeleitet"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    """The lighting office with the lamps of Kaiserslautern; taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load_town(shelf.find("kaiserslautern"), by=system_actor("places"))
        owner = people.organisation("beleuchtung", within=loaded.town)
        actions.derive_lamps(organisation=owner, by=system_actor("lights"))
        yield owner
        transaction.set_rollback(True)


@pytest.fixture
def operator(office: Organisation) -> Client:
    client = Client()
    person = people.person("lighting_operator", of=office)
    client.force_login(person, backend="stadtherz.core.people.backends.PasswordBackend")
    return client


def test_each_published_street_has_its_count_in_the_database(office: Organisation) -> None:
    stored = Counter(Lamp.objects.filter(organisation=office).values_list("street", flat=True))
    assert {street: stored[street] for street in PUBLISHED} == PUBLISHED
    counted = Lamp.objects.filter(organisation=office, count_is_published=True)
    assert Counter(counted.values_list("street", flat=True)) == PUBLISHED
    assert 7_900 < sum(stored.values()) < 8_400


def test_every_row_is_marked_and_a_second_run_adds_none(office: Organisation) -> None:
    assert not Lamp.objects.filter(organisation=office, position_is_derived=False).exists()
    assert actions.derive_lamps(organisation=office, by=system_actor("lights")) == 0


def test_both_files_mark_every_lamp_and_keep_the_counts(
    office: Organisation, operator: Client
) -> None:
    table = operator.get("/licht/register.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    features = json.loads(operator.get("/licht/register.geojson").content)["features"]
    for told in (rows, [feature["properties"] for feature in features]):
        assert len(told) == Lamp.objects.filter(organisation=office).count()
        assert {lamp["derived"] for lamp in told} == {DERIVED}
        streets = Counter(lamp["street"] for lamp in told)
        assert {street: streets[street] for street in PUBLISHED} == PUBLISHED


def test_the_api_marks_every_lamp(office: Organisation, operator: Client) -> None:
    seen, page = 0, 1
    while lamps := operator.get("/api/v1/lights/lamps", {"page": page}).json()["lamps"]:
        assert {lamp["position_is_derived"] for lamp in lamps} == {True}
        seen, page = seen + len(lamps), page + 1
    assert seen == Lamp.objects.filter(organisation=office).count()


def test_pages_and_tiles_say_so_on_screen(office: Organisation, operator: Client) -> None:
    lamp = Lamp.objects.filter(organisation=office, street="Messeplatz").first()
    assert lamp is not None
    for path in ("/licht/", "/licht/strassen/", f"/licht/leuchten/{lamp.pk}/"):
        assert MARKED_DE in operator.get(path).content.decode(), path
    table = operator.get("/licht/leuchten/?q=Messeplatz").content.decode()
    assert table.count("<td>abgeleitet</td>") == table.count("<tr>") - 1 > 0
    key = next(iter(tiles_in((lamp.lon, lamp.lat, lamp.lon, lamp.lat), 15)))
    tile = operator.get(f"/licht/kacheln/15/{key.x}/{key.y}.mvt")
    drawn = mapbox_vector_tile.decode(tile.content)["lamps"]["features"]
    assert {feature["properties"]["d"] for feature in drawn} == {1}
