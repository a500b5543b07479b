from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from stadtherz.lib.osm import Extract, read_extract
from stadtherz.lib.tiles import (
    Archive,
    Feature,
    TileKey,
    cut_tiles,
    features_of,
    frame_of,
    project,
    svg,
    tiles_in,
    to_archive,
)

UNI = Path(__file__).parents[2] / "osm/tests/data/kaiserslautern_uni.osm.gz"


@cache
def campus() -> tuple[Extract, dict[TileKey, bytes]]:
    extract = read_extract(UNI)
    return extract, cut_tiles(features_of(extract), extract.bbox)


@cache
def archive() -> bytes:
    extract, tiles = campus()
    return to_archive(tiles, extract.bbox, name="Campus", attribution="© OpenStreetMap")


def layers(tile: bytes) -> dict[str, dict]:
    return mapbox_vector_tile.decode(gzip.decompress(tile), default_options={"y_coord_down": True})


def test_a_known_tile():
    # one point, one tile
    assert list(tiles_in((7.7689, 49.4447, 7.7689, 49.4447), 13)) == [
        TileKey(13, *(project(np.array([(7.7689, 49.4447)]))[0] * 2**13).astype(int).tolist())
    ]
    # Null Island is the corner of the four tiles at zoom 1
    assert project(np.array([(0.0, 0.0)])).tolist() == [[0.5, 0.5]]
    # EPSG:3857 ends where the world is a square: 85.0511 degrees
    assert project(np.array([(180.0, 85.0511287798)]))[0] == pytest.approx((1.0, 0.0), abs=1e-9)


def test_each_layer_begins_at_its_zoom():
    _, tiles = campus()
    first: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for key, tile in sorted(tiles.items()):
        for name, layer in layers(tile).items():
            first.setdefault(name, key.z)
            for feature in layer["features"] if name == "roads" else ():
                kinds.setdefault(feature["properties"]["kind"], key.z)
    assert first["buildings"] == first["pois"] == 14
    assert first["landuse"] < 13
    assert kinds["footway"] == 14
    assert kinds["residential"] == 12
    assert first.get("trees", 15) == 15


def test_no_area_is_broken_and_all_stay_near_their_tile():
    for tile in campus()[1].values():
        for layer in layers(tile).values():
            for feature in layer["features"]:
                geometry = shape(feature["geometry"])
                assert geometry.is_valid
                assert min(geometry.bounds) >= -96
                assert max(geometry.bounds) <= 4096 + 96


def test_nothing_is_lost_between_tiles():
    """A square kilometre cut into tiles keeps its area."""
    corners = project(np.array([(7.75, 49.42), (7.764, 49.429)]))
    box = shapely.box(*corners.min(axis=0), *corners.max(axis=0))
    feature = Feature("landuse", 10, box, {"kind": "park"})
    tiles = cut_tiles([feature], (7.75, 49.42, 7.764, 49.429), zooms=(15,))
    whole = 0.0
    for tile in tiles.values():
        (drawn,) = layers(tile)["landuse"]["features"]
        whole += shape(drawn["geometry"]).intersection(shapely.box(0, 0, 4096, 4096)).area
    assert len(tiles) > 3
    assert whole == pytest.approx(box.area * (2**15 * 4096) ** 2, rel=1e-3)


def test_the_same_extract_gives_the_same_tiles():
    extract, tiles = campus()
    again = cut_tiles(features_of(read_extract(UNI)), extract.bbox)
    assert again == tiles


def test_the_archive_gives_back_what_went_in():
    _, tiles = campus()
    found = Archive(archive())
    assert {key: found.tile(*key) for key in found} == tiles
    assert (found.min_zoom, found.max_zoom) == (10, 15)
    assert found.tile(15, 0, 0) is None


@given(cut=st.integers(0, 2000))
def test_a_cut_archive_is_refused(cut: int):
    with pytest.raises(ValueError, match="archive"):
        Archive(archive()[: -1 - cut])
    with pytest.raises(ValueError, match="archive"):
        Archive(archive()[:cut])


def test_an_archive_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one tile"):
        to_archive({}, (0, 0, 1, 1), name="x", attribution="y")


def test_the_picture_draws_the_layers_and_escapes_words():
    extract, _ = campus()
    frame = frame_of(extract.bbox, width_px=600)
    picture = svg(Archive(archive()), frame, title="Campus <b>&", attribution="© “OSM” <x>")
    root = ET.fromstring(picture)
    classes = {element.get("class") for element in root.iter()}
    assert {"map-road-minor", "map-road-path", "map-green", "map-built"} <= classes
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Campus <b>&"
    assert "style=" not in picture


def test_the_frame_places_points():
    frame = frame_of((7.75, 49.42, 7.76, 49.43), width_px=500)
    assert frame.to_px(7.75, 49.43) == pytest.approx((0, 0), abs=1e-6)
    assert frame.to_px(7.76, 49.42) == pytest.approx((500, frame.height_px))
    # a degree of latitude is 1 / cos(49.425 degrees) as tall as one of longitude is wide
    assert frame.height_px == pytest.approx(500 / np.cos(np.radians(49.425)), abs=1)
    with pytest.raises(ValueError, match="west < east"):
        frame_of((7.76, 49.42, 7.75, 49.43))
