from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from stadtherz.core.journal.contract import ANYONE
from stadtherz.core.journal.models import Entry, OutboxEvent
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.people.models import Town
from stadtherz.core.places import shelf
from stadtherz.core.places.actions import load_town, loading
from stadtherz.core.places.models import Address, Place, Street, TownPack
from stadtherz.core.places.queries import archive_of, light_counts, pack_of, street_graph
from stadtherz.core.places.tests.conftest import BY, STREETS, write_pack
from stadtherz.lib.townpack import TownPackError

if TYPE_CHECKING:
    from pathlib import Path

    from django.test.utils import CaptureQueriesContext as Capture


def test_a_pack_becomes_town_streets_addresses_and_places(loaded: TownPack):
    town = Town.objects.get(key="kleinstadt")
    assert pack_of(town) == loaded
    assert Street.objects.count() == len(STREETS)
    assert Address.objects.count() == sum(houses for _, houses in STREETS.values())
    school = Place.objects.get(name="Schule am Markt")
    assert (school.kind, school.geometry) == ("school", "area")
    assert school.geojson["type"] == "MultiPolygon"
    assert Place.objects.filter(name="Rathaus").count() == 2
    graph = street_graph(town)
    assert graph is not None
    assert "Kaiserstraße" in graph.names
    assert street_graph(town) is graph
    assert len(archive_of(loaded)) > 0
    assert light_counts(town).streets == {}


def test_everyone_is_told_once(loaded: TownPack, pack_dir: Path):
    load_town(pack_dir, by=BY)
    event = OutboxEvent.objects.get(type="places.town_loaded")
    assert event.payload["digest"] == loaded.digest
    assert Entry.objects.filter(verb="places.load_town").count() == 1


def test_loading_again_changes_nothing(loaded: TownPack, pack_dir: Path):
    before = set(Address.objects.values_list("pk", "lon", "pack"))
    assert load_town(pack_dir, by=BY) == loaded
    assert set(Address.objects.values_list("pk", "lon", "pack")) == before


def test_a_newer_pack_replaces_the_older_and_keeps_ids(loaded: TownPack, tmp_path: Path):
    kept = Address.objects.get(street__name="Mühlstraße", housenumber="2").pk
    streets = {"Mühlstraße": (49.4411, 5), "Neue Straße": (49.4425, 1)}
    newer = load_town(write_pack(tmp_path, streets=streets, stop="Neu", stop_id=91_000), by=BY)
    assert TownPack.objects.get() == newer
    assert set(Street.objects.values_list("name", flat=True)) == set(streets)
    assert Address.objects.get(street__name="Mühlstraße", housenumber="2").pk == kept
    assert Address.objects.count() == 6
    assert not Place.objects.filter(name="Rathaus").exists()
    assert not shelf.in_use(loaded.key, loaded.digest).exists()


def test_a_load_that_was_killed_is_repeated(db: None, pack_dir: Path, monkeypatch):
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "places", killed)
        with pytest.raises(KeyboardInterrupt):
            load_town(pack_dir, by=BY)
    assert pack_of(Town.objects.get()) is None
    load_town(pack_dir, by=BY)
    assert pack_of(Town.objects.get()) is not None
    assert TownPack.objects.count() == 1


def test_a_damaged_pack_takes_nothing(db: None, pack_dir: Path, tmp_path: Path):
    files = shelf.read(pack_dir)
    files["addresses.csv.gz"] = files["addresses.csv.gz"][:-9]
    shelf.write(tmp_path / "bad", files)
    with pytest.raises(TownPackError, match="addresses"):
        load_town(tmp_path / "bad", by=BY)
    assert not Town.objects.exists()
    assert not Address.objects.exists()


def test_visitors_may_not_load(db: None, pack_dir: Path):
    with pytest.raises(NotAllowedError):
        load_town(pack_dir, by=ANYONE)
    assert not Town.objects.exists()


def test_a_place_that_others_point_at_stays(loaded: TownPack, tmp_path: Path, monkeypatch):
    stop = Place.objects.filter(name="Rathaus").first()
    real = Place.objects.none().__class__.delete

    def delete(rows):
        if rows.model is Place and rows.filter(pk=stop.pk).exists():
            raise loading.ProtectedError("in use", {_Pointer(stop)})
        return real(rows)

    monkeypatch.setattr(Place.objects.none().__class__, "delete", delete)
    load_town(write_pack(tmp_path, stop="Neu", stop_id=91_000), by=BY)
    assert Place.objects.get(name="Rathaus").pack is None


class _Pointer:
    """Stands for another room's row with a foreign key to a place."""

    class _meta:  # noqa: N801 - Django's name
        class _Field:
            related_model, name = Place, "place"

        concrete_fields = (_Field,)

    def __init__(self, place: Place) -> None:
        self.place = place


@pytest.mark.django_db(transaction=True)
def test_no_transaction_holds_the_database_long(tmp_path: Path, monkeypatch):
    """Every write transaction covers at most one chunk of rows."""
    streets = {f"Straße {i}": (49.4400 + i / 5000, 130) for i in range(10)}
    folder = write_pack(tmp_path, streets=streets)
    open_rows: list[int] = []
    real = transaction.atomic

    def counted(*args, **kwargs):
        open_rows.append(0)
        return real(*args, **kwargs)

    monkeypatch.setattr(loading.transaction, "atomic", counted)
    with CaptureQueriesContext(connection) as seen:
        load_town(folder, by=BY)
    assert _most_rows_between_commits(seen) <= loading.CHUNK
    assert len(open_rows) >= 1300 // loading.CHUNK


def _most_rows_between_commits(seen: Capture) -> int:
    rows, most = 0, 0
    for query in seen.captured_queries:
        sql = query["sql"]
        if sql.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            rows = 0
        elif sql.startswith("INSERT"):
            rows += sql.count("), (") + 1
            most = max(most, rows)
    return most


def test_a_chunk_is_quick_enough_to_wait_for(loaded: TownPack):
    """A guard with a wide margin: a chunk far above 200 ms would be a mistake in the index."""
    rows = [
        Place(town=loaded.town, kind="x", name=str(i), lon=7.7, lat=49.4, west=7.7, south=49.4,
              east=7.7, north=49.4, source=f"t:{i}")
        for i in range(loading.CHUNK)
    ]  # fmt: skip
    began = time.monotonic()
    Place.objects.bulk_create(rows)
    assert time.monotonic() - began < 2
