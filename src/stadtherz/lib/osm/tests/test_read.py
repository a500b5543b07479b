from __future__ import annotations

import bz2
import gzip
from pathlib import Path
from xml.etree import ElementTree as ET

import osmium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtherz.lib.osm import TownFileError, read_extract

UNI = Path(__file__).parent / "data" / "kaiserslautern_uni.osm.gz"
PACKED = UNI.read_bytes()
PLAIN = gzip.decompress(PACKED)


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_the_campus_is_read_whole():
    extract = read_extract(UNI)
    judge = ET.fromstring(PLAIN)
    known = {node.get("id") for node in judge.iter("node")}
    streets = {
        f"w{way.get('id')}"
        for way in judge.iter("way")
        if any(tag.get("k") == "highway" for tag in way.iter("tag"))
        and len([nd for nd in way.iter("nd") if nd.get("ref") in known]) > 1
    }
    assert len(streets) > 300
    assert {line.osm for line in extract.lines if "highway" in line.tags} == streets
    assert any(area.tags.get("building") for area in extract.areas)
    assert all(area.shape.is_valid for area in extract.areas)
    west, south, east, north = extract.bbox
    assert 7.7 < west < east < 7.8
    assert 49.4 < south < north < 49.5


@pytest.mark.parametrize("name", ["a.osm", "a.osm.bz2", "a.osm.pbf"])
def test_every_format_gives_the_same(tmp_path: Path, name: str):
    path = tmp_path / name
    if name.endswith(".pbf"):
        with osmium.SimpleWriter(str(path)) as writer:
            for entity in osmium.FileProcessor(str(UNI)):
                writer.add(entity)
    else:
        path.write_bytes(PLAIN if name == "a.osm" else bz2.compress(PLAIN))
    wanted, found = read_extract(UNI), read_extract(path)
    assert [line.osm for line in found.lines] == [line.osm for line in wanted.lines]
    assert found.points == wanted.points
    assert len(found.areas) == len(wanted.areas)


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("empty.osm", b"", "town.E003", "empty"),
        ("empty.osm.gz", b"", "town.E003", "empty"),
        ("text.osm", b"hello", "town.E003", "not a map file"),
        ("page.osm", b"<html></html>", "town.E003", "html"),
        ("photo.osm.pbf", b"\xff\xd8\xff\xe0 not a map", "town.E003", "damaged"),
        ("paper.osm.gz", b"%PDF-1.4", "town.E003", "damaged"),
        ("half.osm", PLAIN[: len(PLAIN) // 2], "town.E003", "cut short"),
        ("map.zip", PACKED, "town.E001", ".osm.pbf"),
        ("bare.osm", b'<osm version="0.6"></osm>', "town.E004", "without a single street"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, name: str, content: bytes, code: str, says: str):
    with pytest.raises(TownFileError) as caught:
        read_extract(write(tmp_path, name, content))
    assert caught.value.code == code
    assert says in str(caught.value)
    assert caught.value.fix


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(TownFileError, match="no file") as caught:
        read_extract(tmp_path / "none.osm")
    assert caught.value.code == "town.E002"


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(cut=st.integers(0, len(PACKED) - 1))
def test_a_file_cut_anywhere_never_gives_a_part(tmp_path: Path, cut: int):
    with pytest.raises(TownFileError):
        read_extract(write(tmp_path, "cut.osm.gz", PACKED[:cut]))


def test_a_way_is_cut_where_nodes_are_missing(tmp_path: Path):
    nodes = "".join(f'<node id="{n}" version="1" lat="49.{n}" lon="7.7"/>' for n in (1, 2, 4, 5))
    refs = "".join(f'<nd ref="{n}"/>' for n in (1, 2, 3, 4, 5))
    way = f'<way id="9" version="1">{refs}<tag k="highway" v="path"/></way>'
    content = f'<osm version="0.6">{nodes}{way}</osm>'.encode()
    extract = read_extract(write(tmp_path, "gap.osm", content))
    assert [line.nodes.tolist() for line in extract.lines] == [[1, 2], [4, 5]]


def test_a_box_keeps_what_touches_it():
    whole = read_extract(UNI)
    west, south, east, north = whole.bbox
    box = (west, south, (west + east) / 2, (south + north) / 2)
    part = read_extract(UNI, bbox=box)
    assert part.bbox == box
    assert 0 < len(part.lines) < len(whole.lines)
    assert all(area.shape.bounds[0] <= box[2] for area in part.areas)
