from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import mapbox_vector_tile
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stadtherz.core.people import queries as people
from stadtherz.core.people.models import Town
from stadtherz.core.places import checks, shelf, tiles
from stadtherz.core.places.models import Place
from stadtherz.core.registry.contract import MapLayer, Module
from stadtherz.core.registry.queries import registered
from stadtherz.lib.tiles import tiles_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from stadtherz.core.places.models import TownPack


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    tiles._USED.clear()
    cache.clear()
    yield
    tiles._USED.clear()


def test_the_towns_page_in_both_languages(client: Client, loaded: TownPack):
    german = client.get("/").content.decode()
    english = client.get("/en/").content.decode()
    for page in (german, english):
        assert "<h1>Kleinstadt</h1>" in page
        assert f'tiles="/karte/{{z}}/{{x}}/{{y}}.mvt?v={loaded.version}"' in page
        assert "OpenStreetMap contributors" in page
    assert "Adresse, Ort oder Koordinaten" in german
    assert "Address, place or coordinates" in english
    assert "/en/orte/suche" in english


def test_without_a_pack_the_page_says_what_to_do(client: Client, db: None):
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "stadtherz town load kaiserslautern" in text
    assert "tiles=" not in text
    assert client.get("/orte/tabelle/").status_code == 200
    assert client.get("/karte/10/534/350.mvt").status_code == 404
    assert client.get("/karte/uebersicht.svg").status_code == 404
    assert [f.code for f in checks.pack_is_loaded()] == ["places.W001"]


def test_layers_of_other_rooms_are_on_the_map(client: Client, loaded: TownPack):
    open_one = MapLayer(key="probe", label="Probe", script="places/town.js", topic="probe.seen")
    closed = MapLayer(key="secret", label="Geheim", script="x.js", permission="probe.see")
    with registered(Module(key="probe", label="p", purpose="p", map_layers=(open_one, closed))):
        page = client.get("/").content.decode()
    assert 'data-layer="probe"' in page
    assert "places/town.js" in page
    assert "<live-state>" in page
    assert "Geheim" not in page


def test_the_simulation_says_so(client: Client, loaded: TownPack):
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    now = timezone.now()
    Town.objects.update(simulated_from_at=now, simulation_started_at=now)
    assert "Simulation" in client.get("/").content.decode()


def _tile_within(pack: TownPack) -> tuple[int, int, int]:
    for key in tiles_in(pack.box, 14):
        if tiles.archive(pack.key, pack.digest).tile(*key):
            return key
    raise AssertionError("the pack has no tile at zoom 14")


def test_a_tile_is_gzipped_and_kept(client: Client, loaded: TownPack):
    z, x, y = _tile_within(loaded)
    answer = client.get(
        f"/karte/{z}/{x}/{y}.mvt?v={loaded.version}", headers={"accept-encoding": "gzip"}
    )
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Content-Encoding"] == "gzip"
    assert "immutable" in answer["Cache-Control"]
    layers = mapbox_vector_tile.decode(gzip.decompress(answer.content))
    assert "roads" in layers
    again = client.get(answer.request["PATH_INFO"], headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    plain = client.get(f"/karte/{z}/{x}/{y}.mvt", headers={"accept-encoding": "identity"})
    assert plain.content == gzip.decompress(answer.content)
    assert "immutable" not in plain["Cache-Control"]


def test_a_known_tile_costs_no_query(client: Client, loaded: TownPack, django_assert_num_queries):
    z, x, y = _tile_within(loaded)
    address = f"/karte/{z}/{x}/{y}.mvt?v={loaded.version}"
    client.get(address)
    with django_assert_num_queries(0):
        client.get(address)


def test_an_old_version_is_not_kept_for_ever(client: Client, loaded: TownPack):
    z, x, y = _tile_within(loaded)
    answer = client.get(f"/karte/{z}/{x}/{y}.mvt?v=000000000000")
    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]


def test_tiles_empty_and_outside(client: Client, loaded: TownPack, monkeypatch):
    z, x, y = _tile_within(loaded)
    monkeypatch.setattr(tiles.archive(loaded.key, loaded.digest), "_tiles", {})
    assert client.get(f"/karte/{z}/{x}/{y}.mvt").status_code == 204
    for outside in ("14/1/1", "14/8545/99999", "23/1/1", f"{z}/{x}/{y + 40}"):
        assert client.get(f"/karte/{outside}.mvt").status_code == 404


def test_the_overview_is_a_picture_with_words(client: Client, loaded: TownPack):
    answer = client.get(
        f"/karte/uebersicht.svg?v={loaded.version}", headers={"accept-encoding": "identity"}
    )
    assert answer["Content-Type"] == "image/svg+xml"
    text = answer.content.decode()
    assert "<title>Karte von Kleinstadt</title>" in text
    assert "OpenStreetMap" in text
    assert "<script" not in text


def test_the_search_answers_json(client: Client, loaded: TownPack):
    (first,) = client.get("/orte/suche", {"q": "Kaiserstr 5"}).json()
    assert first["label"] == "Kaiserstraße 5"
    assert set(first) >= {"label", "detail", "lon", "lat", "value", "utmref"}


def test_the_search_is_limited(client: Client, loaded: TownPack):
    codes = [client.get("/orte/suche", {"q": "x"}).status_code for _ in range(60)]
    assert codes[0] == 200
    assert 429 in codes
    refused = client.get("/orte/suche", {"q": "x"})
    assert int(refused["Retry-After"]) >= 1
    assert refused.json()["code"] == "places.E429"


def test_the_table_lists_filters_and_searches(client: Client, loaded: TownPack):
    page = client.get("/orte/tabelle/").content.decode()
    assert "Schule am Markt" in page
    assert "Bushaltestelle" in page
    assert (
        "Rathaus"
        not in client.get("/orte/tabelle/", {"kind": "school"}).content.decode().split("<tbody>")[1]
    )
    found = client.get("/orte/tabelle/", {"q": "Kaiserstr 5"}).content.decode()
    assert "Kaiserstraße 5" in found
    nothing = client.get("/orte/tabelle/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in nothing
    assert "Nichts gefunden" in nothing


@pytest.mark.parametrize(
    "address", ["/", "/orte/tabelle/", "/orte/tabelle/?q=rathaus", "/orte/suche?q=rathaus"]
)
def test_one_and_three_places_cost_the_same(client: Client, loaded: TownPack, address: str):
    Place.objects.exclude(geometry="area").delete()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for i in range(2):
        Place.objects.create(
            town=loaded.town, pack=loaded, kind="school", name=f"Rathaus {i}", lon=7.77, lat=49.44,
            west=7.77, south=49.44, east=7.77, north=49.44, source=f"t:{i}",
            search=f" rathaus {i}",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) <= max(len(one), 8)
    assert len(three) <= 8


def test_the_api(client: Client, loaded: TownPack):
    base = "/api/v1/places"
    (found,) = client.get(f"{base}/search", {"q": "Kaiserstr 5"}).json()
    near = client.get(
        f"{base}/addresses/nearest", {"lon": found["lon"], "lat": found["lat"]}
    ).json()
    assert (near["label"], near["distance_m"]) == ("Kaiserstraße 5", 0.0)
    assert client.get(f"{base}/addresses/nearest", {"lon": 9, "lat": 50}).status_code == 404
    wrong = client.get(f"{base}/addresses/nearest", {"lon": 9, "lat": 500})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "coordinates.E002")
    box = client.get(f"{base}/within", {"bbox": "7.77,49.44,7.774,49.443"}).json()
    assert [f["properties"]["name"] for f in box["features"]] == ["Schule am Markt"]
    assert box["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert box["attribution"] == "© OpenStreetMap contributors"
    assert client.get(f"{base}/within", {"bbox": "1,2,3"}).json()["code"] == "places.E005"
    assert client.get(f"{base}/within", {"bbox": "5,2,3,4"}).json()["code"] == "places.E005"


def test_a_damaged_pack_is_seen_by_the_check(loaded: TownPack):
    assert people.town() is not None
    assert list(checks.pack_is_whole()) == []
    file = shelf.in_use(loaded.key, loaded.digest) / "streets.npz"
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:-1])
        assert [f.code for f in checks.pack_is_whole()] == ["places.E007"]
        file.unlink()
        assert [f.code for f in checks.pack_is_whole()] == ["places.E007"]
    finally:
        file.write_bytes(whole)
    assert list(checks.indexes_are_whole()) == []
