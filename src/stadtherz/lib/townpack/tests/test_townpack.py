from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.osm import Extract, Point, TownFileError, read_extract
from stadtherz.lib.streetgraph import Mode, Travel, nearest, shortest_path
from stadtherz.lib.tiles import Archive
from stadtherz.lib.townpack import (
    ABOUT,
    ADDRESSES,
    BASEMAP,
    LIGHTS,
    PLACES,
    POIS,
    STREETS,
    Address,
    PackPlan,
    Poi,
    TownPack,
    TownPackError,
    build,
    lamps_of,
    read_about,
    read_lights,
    read_pack,
)
from stadtherz.lib.townpack.gather import addresses_of
from stadtherz.lib.townpack.store import (
    addresses_from_bytes,
    addresses_to_bytes,
    pois_from_bytes,
    pois_to_bytes,
)

UNI = Path(__file__).parents[2] / "osm/tests/data/kaiserslautern_uni.osm.gz"
TOWN = Path(__file__).parents[5] / "towns/kaiserslautern"
PLAN = PackPlan(key="campus", name="Der „Campus“ \\ Süd", source_on=date(2013, 4, 24))
BUILT = (BASEMAP, STREETS, ADDRESSES, POIS, PLACES)


@cache
def files() -> dict[str, bytes]:
    return build(read_extract(UNI), PLAN)


@cache
def kaiserslautern() -> TownPack:
    return read_pack({path.name: path.read_bytes() for path in TOWN.iterdir()})


def test_what_is_built_is_read_back():
    said: list[str] = []
    extract = read_extract(UNI)
    assert build(extract, PLAN, progress=said.append) == files()
    assert len(said) > 6
    assert list(files())[-1] == ABOUT
    pack = read_pack(files())
    assert pack.about.name == PLAN.name
    assert pack.about.source_on == PLAN.source_on
    assert pack.about.bbox == pytest.approx(extract.bbox)
    assert pack.about.counts["addresses"] == len(pack.addresses) > 100
    assert pack.about.counts["tiles"] == len(Archive(pack.basemap))
    assert "kindergarten" in {place.kind for place in pack.places}
    assert all(place.shape.is_valid for place in pack.places)


@pytest.mark.parametrize("name", [*BUILT, ABOUT])
def test_a_missing_file_is_named(name: str):
    with pytest.raises(TownPackError, match=f"no “{name}”"):
        read_pack({other: content for other, content in files().items() if other != name})


@given(name=st.sampled_from(BUILT), at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_single_turned_bit_is_noticed(name: str, at: int, bit: int):
    content = bytearray(files()[name])
    content[at % len(content)] ^= 1 << bit
    with pytest.raises(TownPackError, match="damaged") as caught:
        read_pack({**files(), name: bytes(content)})
    assert name in str(caught.value)
    assert "stadtherz town build" in caught.value.fix


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"format = 1", b"format = 7", "format 7"),
        (b"bbox = [", b'bbox = ["x", ', "cannot be read"),
        (b"[counts]", b"[count]", "counts"),
        (b'key = "campus"', b"key = ", "cannot be read"),
        (b"2013-04-24", b"2013-14-24", "month"),
        (b"name", b"\xff\xfe", "decode"),
    ],
)
def test_a_wrong_description_is_refused(old: bytes, new: bytes, says: str):
    with pytest.raises(TownPackError, match=says):
        read_about(files()[ABOUT].replace(old, new, 1))


@pytest.mark.parametrize("key", ["", "Kaiserslautern", "../etc", "a b", "1st"])
def test_a_key_that_is_no_short_name_is_refused(key: str):
    with pytest.raises(TownPackError, match="cannot be a town's key"):
        build(read_extract(UNI), PackPlan(key=key, name="X"))


def test_an_extract_without_streets_builds_nothing():
    with pytest.raises(TownFileError, match="no street"):
        build(Extract((), (), (), (7.0, 49.0, 7.1, 49.1)), PLAN)


def test_house_numbers_are_split_ordered_and_said_once():
    def house(number: str, street: str = "Am Ring") -> Point:
        tags = {"addr:street": street, "addr:housenumber": number}
        return Point("n1", 7.7, 49.4, tags)

    points = (house("10"), house("2"), house("2"), house("1a; 1b"), house("3", ""))
    found = addresses_of(Extract(points, (), (), (7.0, 49.0, 8.0, 50.0)))
    assert [address.housenumber for address in found] == ["1a", "1b", "2", "10"]


# csv drops nothing but turns carriage returns inside fields; gathering has cleaned them before
words = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
degrees = st.floats(-180, 180).map(lambda value: round(value, 7))


@given(st.lists(st.builds(Address, words, words, words, words, degrees, degrees)))
def test_any_addresses_survive_storage(addresses: list[Address]):
    assert addresses_from_bytes(addresses_to_bytes(addresses)) == tuple(addresses)


@given(st.lists(st.builds(Poi, words, words, words, degrees, degrees)))
def test_any_pois_survive_storage(pois: list[Poi]):
    assert pois_from_bytes(pois_to_bytes(pois)) == tuple(pois)


@given(st.binary(max_size=200))
def test_any_bytes_as_a_table_are_refused(content: bytes):
    with pytest.raises(ValueError, match=r".+"):
        addresses_from_bytes(content)


def test_lights_without_sense_are_refused():
    assert read_lights(b"").spacing_m == 31.0
    for content in (b"spacing_m = 0", b"[streets]\na = -1", b'[streets]\na = "x"', b"streets = 3"):
        with pytest.raises(TownPackError, match=LIGHTS):
            read_lights(content)


def test_kaiserslauterns_pack_is_whole_and_small():
    pack = kaiserslautern()
    assert pack.about.counts["edges"] > 10_000
    assert pack.about.length_km == pytest.approx(504, abs=3)
    assert pack.about.attribution == "© OpenStreetMap contributors"
    archive = Archive(pack.basemap)
    sizes = [len(archive.tile(*key) or b"") for key in archive]
    assert len(sizes) == 79
    assert sum(sizes) < 1_600_000
    assert max(sizes) < 200_000
    townhall = next(
        a for a in pack.addresses if (a.street, a.housenumber) == ("Willy-Brandt-Platz", "1")
    )
    assert (townhall.lon, townhall.lat) == pytest.approx((7.7687, 49.4461), abs=0.002)


def test_kaiserslauterns_lamps_meet_every_published_count():
    pack = kaiserslautern()
    lamps = lamps_of(pack)
    published = tomllib.loads((TOWN / LIGHTS).read_text())["streets"]
    assert len(published) == 13
    found = dict.fromkeys(published, 0)
    for edge in lamps.edge[lamps.counted].tolist():
        found[pack.streets.name_of(edge) or "Messeplatz"] += 1
    assert found == published
    # 8,160 were counted once at 31 m on these streets; junctions cost a few
    assert 7_900 < len(lamps) < 8_400


def test_one_can_walk_from_the_station_to_the_townhall():
    streets = kaiserslautern().streets
    station, townhall = nearest(streets, 7.7687, 49.4360), nearest(streets, 7.7687, 49.4461)
    assert station
    assert townhall
    path = shortest_path(streets, station, townhall, Travel(Mode.WALK))
    assert path
    assert 1_100 < path.length_m < 2_000
