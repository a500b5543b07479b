from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.db import connection, models
from django.db.migrations.state import ProjectState

from stadtherz.core.places.contract import BOX, PlaceError, gather_statistics, spatial_index
from stadtherz.core.places.models import Address, Place
from stadtherz.core.places.queries import near, nearest_address, within
from stadtherz.core.places.spatial import broken_indexes
from stadtherz.lib.coordinates import Position, distance_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadtherz.core.places.models import TownPack

BOX_ASKED = (7.7605, 49.4395, 7.7625, 49.4425)


def test_within_gives_exactly_what_lies_in_the_box(loaded: TownPack):
    west, south, east, north = BOX_ASKED
    found = set(within(Address.objects.all(), BOX_ASKED).values_list("pk", flat=True))
    lies = {
        a.pk for a in Address.objects.all() if west <= a.lon <= east and south <= a.lat <= north
    }
    assert found == lies
    assert 0 < len(found) < Address.objects.count()


def test_within_finds_areas_that_only_touch(loaded: TownPack):
    corner = (7.7729, 49.4419, 7.78, 49.446)
    assert within(Place.objects.filter(name="Schule am Markt"), corner).exists()
    beyond = (7.7731, 49.4419, 7.78, 49.446)
    assert not within(Place.objects.filter(name="Schule am Markt"), beyond).exists()


def test_the_index_follows_updates_and_deletes(loaded: TownPack):
    address = Address.objects.first()
    assert address is not None
    far = (9.9, 48.9, 10.1, 49.1)
    Address.objects.filter(pk=address.pk).update(lon=10.0, lat=49.0)
    assert within(Address.objects.all(), far).get().pk == address.pk
    address.delete()
    assert not within(Address.objects.all(), far).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM places_address_spots")
            assert cursor.fetchone()[0] == Address.objects.count()


def test_near_is_ordered_and_measured(loaded: TownPack):
    here = Position(lat_deg=49.4401, lon_deg=7.7612)
    found = list(near(Address.objects.all(), here.lon_deg, here.lat_deg, radius_m=150))
    distances = [a.distance_m for a in found]
    assert distances == sorted(distances)
    for address in found:
        true_m = distance_m(here, Position(lat_deg=address.lat, lon_deg=address.lon))
        assert address.distance_m == pytest.approx(true_m, rel=1e-3)
    others = set(Address.objects.values_list("pk", flat=True)) - {a.pk for a in found}
    for address in Address.objects.filter(pk__in=others):
        assert distance_m(here, Position(lat_deg=address.lat, lon_deg=address.lon)) > 149.8


def test_the_nearest_address(loaded: TownPack):
    found = nearest_address(loaded.town, 7.7611, 49.4403)
    assert found is not None
    assert (found.street.name, found.housenumber) == ("Kaiserstraße", "3")
    assert nearest_address(loaded.town, 8.5, 50.0) is None


@pytest.mark.parametrize(
    "box", [(1, 0, 0, 1), (0, 2, 1, 1), (-200, 0, 0, 1), (0, 0, 1, float("nan"))]
)
def test_a_box_that_is_none_is_refused(db: None, box):
    with pytest.raises(PlaceError):
        within(Address.objects.all(), box)


def test_a_radius_that_is_none_is_refused(db: None):
    with pytest.raises(PlaceError):
        near(Address.objects.all(), 7.7, 49.4, radius_m=0)


@pytest.fixture
def lamps(db: None) -> Iterator[type[models.Model]]:
    """A table of another room, with the index that the contract offers."""
    model = _lamp_model()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    _run_index()
    yield model
    with connection.schema_editor() as editor:
        for operation in spatial_index("places_test_lamp"):
            operation.database_backwards("x", editor, ProjectState(), ProjectState())
        editor.delete_model(model)


def _lamp_model() -> type[models.Model]:
    from django.apps.registry import Apps  # noqa: PLC0415 -- app ready

    class Lamp(models.Model):
        """Like a lamp: an owner, a position that may be unknown."""

        owner = models.IntegerField(db_index=True)
        lon = models.FloatField(null=True)
        lat = models.FloatField(null=True)

        class Meta:
            app_label = "places_test"
            db_table = "places_test_lamp"
            apps = Apps()

        def __str__(self) -> str:
            return str(self.pk)

    return Lamp


def _run_index() -> None:
    with connection.schema_editor() as editor:
        for operation in spatial_index("places_test_lamp"):
            operation.database_forwards("x", editor, ProjectState(), ProjectState())


@pytest.mark.django_db(transaction=True)
def test_many_points_of_one_owner_use_the_index(lamps):
    """A quarter of a million lamps must be found by the index: the plan says so, not a clock."""
    rng = random.Random(7)
    rows = [
        lamps(owner=1, lon=7.6 + rng.random() / 5, lat=49.4 + rng.random() / 10)
        for _ in range(20_000)
    ]
    lamps.objects.bulk_create([*rows, lamps(owner=1)], batch_size=2000)
    gather_statistics("places_test_lamp")
    asked = within(lamps.objects.filter(owner=1), (7.65, 49.45, 7.651, 49.451))
    assert asked.count() == sum(
        7.65 <= row.lon <= 7.651 and 49.45 <= row.lat <= 49.451 for row in rows
    )
    # without the counts the owner's index would be taken, and with it the whole table
    for query in (asked, near(lamps.objects.filter(owner=1), 7.65, 49.45, radius_m=200)):
        plan = query.explain()
        if connection.vendor == "sqlite":
            assert "places_test_lamp_spots VIRTUAL TABLE INDEX" in plan
            assert "SEARCH places_test_lamp USING INTEGER PRIMARY KEY" in plan
        else:
            assert "Index Scan on places_test_lamp_spots" in plan
            assert "Seq Scan" not in plan


@pytest.mark.django_db(transaction=True)
def test_a_lost_trigger_is_found_and_mended(lamps):
    assert broken_indexes(connection) == []
    lamp = lamps.objects.create(owner=1, lon=7.0, lat=49.0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER places_test_lamp_spots_update")
        assert broken_indexes(connection) == ["places_test_lamp"]
    lamps.objects.filter(pk=lamp.pk).update(lon=8.0)
    is_followed = within(lamps.objects.all(), (7.9, 48.9, 8.1, 49.1)).exists()
    assert is_followed is (connection.vendor == "postgresql")
    _run_index()
    assert broken_indexes(connection) == []
    assert within(lamps.objects.all(), (7.9, 48.9, 8.1, 49.1)).exists()


def test_the_operation_can_be_written_into_a_migration():
    (operation,) = spatial_index("x_y", columns=BOX)
    name, args, kwargs = operation.deconstruct()
    assert (name, args, kwargs) == (
        "SpatialIndexOperation", ["x_y"], {"columns": BOX, "key": "id"},
    )  # fmt: skip
