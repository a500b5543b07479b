"""Lamps as tiles: a reader of the format finds each lamp once, at its place."""

from __future__ import annotations

import gzip
import threading

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.core.people import make as people
from stadtherz.lib.tiles import project, tiles_in
from stadtherz.modules.lights import make, queries
from stadtherz.modules.lights.models import Lamp, LampStatus
from stadtherz.modules.lights.queries import standing
from stadtherz.modules.lights.queries.tiles import EXTENT, thinned

BOX = (7.70, 49.41, 7.80, 49.46)
SIDE = st.integers(0, EXTENT - 1)


def read(content: bytes) -> list[dict]:
    told = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    return told["lamps"]["features"]


@given(st.lists(st.tuples(SIDE, SIDE), min_size=1, max_size=300), st.integers(1, 40))
def test_thinned_leaves_a_lamp_wherever_there_are_some(spots, at_most):
    spots = np.array(spots)
    kept = thinned(spots, at_most)
    assert 1 <= len(kept) <= at_most or len(spots) <= at_most
    grids = [
        square
        for square in range(13)
        if {tuple(spot >> square) for spot in spots}
        == {tuple(spot >> square) for spot in spots[kept]}
    ]
    assert grids, "no grid whose every square with lamps has one that is drawn"
    if len(spots) <= at_most:
        assert len(kept) == len(spots)


@pytest.fixture
def town(db):
    office = people.organisation("beleuchtung")
    pattern = make.lamp(office, street="Fackelstraße")
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(*BOX[::2], 600), chance.uniform(*BOX[1::2], 600)
    kept = {
        field.attname: getattr(pattern, field.attname)
        for field in Lamp._meta.fields
        if field.attname not in {"id", "row", "number", "lon", "lat", "status"}
    }
    fresh = [
        Lamp(row=row, number=f"T{row}", lon=east, lat=north, **kept)
        for row, (east, north) in enumerate(zip(lon, lat, strict=True), start=pattern.row + 1)
    ]
    fresh[3].status = next(one for one in LampStatus.values if one != LampStatus.STANDING)
    Lamp.objects.bulk_create(fresh)
    pattern.delete()
    return Lamp.objects.filter(status=LampStatus.STANDING)


@pytest.mark.parametrize("zoom", [15, 16])
def test_deep_tiles_hold_each_standing_lamp_once_at_its_place(town, zoom):
    version = queries.register_version()
    found: dict[int, np.ndarray] = {}
    for key in tiles_in(BOX, zoom):
        tile = queries.lamp_tile(version, *key)
        for one in read(gzip.decompress(tile)) if tile else ():
            assert one["properties"]["id"] not in found
            assert one["properties"]["s"] == "Fackelstraße"
            spot = np.array(one["geometry"]["coordinates"]) / EXTENT
            found[one["properties"]["id"]] = np.array((key.x, key.y)) + spot
    lamps = list(town.values_list("row", "lon", "lat"))
    assert set(found) == {row for row, *_ in lamps}
    there = project(np.array([lamp[1:] for lamp in lamps])) * 2**zoom
    drawn = np.array([found[row] for row, *_ in lamps])
    assert np.abs(drawn - there).max() <= 1 / EXTENT


def test_many_who_ask_at_once_have_the_register_read_once(monkeypatch):
    asked, begin = [], threading.Event()

    def read_slowly(version):
        asked.append(version)
        begin.wait(0.2)
        return standing.StandingLamps(
            version=version, row=np.empty(0), spot=np.empty((0, 2)), capability=np.empty(0),
            is_derived=np.empty(0), street=np.empty(0), streets=(),
        )  # fmt: skip

    monkeypatch.setattr(standing, "_read", read_slowly)
    monkeypatch.setattr(standing, "_held", None)
    threads = [threading.Thread(target=standing.standing_lamps, args=("1-a",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == ["1-a"]
    assert standing.standing_lamps("2-b").version == "2-b"


def test_a_town_without_lamps_has_no_tiles(db):
    assert queries.lamp_tile(queries.register_version(), 15, 17091, 11192) is None
