"""What a pack lists beside map and streets: addresses, points of interest, places with a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from stadtherz.lib.osm import Area, Extract, Point, Tags
from stadtherz.lib.tiles.layers import poi_kind
from stadtherz.lib.townpack.values import Address, Place, Poi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Kind of place: the tags (key, value) that make it one. First match wins.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("school", "amenity", "school"),
    ("kindergarten", "amenity", "kindergarten"),
    ("university", "amenity", "university"),
    ("hospital", "amenity", "hospital"),
    ("fire_station", "amenity", "fire_station"),
    ("police", "amenity", "police"),
    ("townhall", "amenity", "townhall"),
    ("care_home", "amenity", "retirement_home"),
    ("care_home", "amenity", "nursing_home"),
    ("care_home", "social_facility", "nursing_home"),
    ("worship", "amenity", "place_of_worship"),
    ("marketplace", "amenity", "marketplace"),
    ("parking", "amenity", "parking"),
    ("stadium", "leisure", "stadium"),
    ("sports", "leisure", "sports_centre"),
    ("sports", "leisure", "pitch"),
    ("playground", "leisure", "playground"),
    ("park", "leisure", "park"),
    ("park", "leisure", "garden"),
    ("park", "leisure", "common"),
    ("cemetery", "landuse", "cemetery"),
    ("forest", "landuse", "forest"),
    ("forest", "natural", "wood"),
    ("water", "natural", "water"),
    ("water", "landuse", "basin"),
    ("stream", "waterway", "river"),
    ("stream", "waterway", "stream"),
    ("station", "railway", "station"),
    ("station", "railway", "halt"),
    ("suburb", "place", "suburb"),
    ("suburb", "place", "village"),
    ("suburb", "place", "quarter"),
    ("suburb", "place", "neighbourhood"),
    ("town", "place", "city"),
    ("town", "place", "town"),
)


def addresses_of(extract: Extract) -> tuple[Address, ...]:
    """Every house number once, ordered by street and number.

    Where a building and an entrance carry the same address, the entrance's position stands.
    """
    found: dict[tuple[str, str, str], Address] = {}
    for point in extract.points:
        for address in _addresses(point.tags, point.lon, point.lat):
            found.setdefault((address.street, address.housenumber, address.postcode), address)
    for area in extract.areas:
        if "addr:housenumber" in area.tags:
            middle = shapely.point_on_surface(area.shape)
            for address in _addresses(area.tags, middle.x, middle.y):
                found.setdefault((address.street, address.housenumber, address.postcode), address)
    return tuple(sorted(found.values(), key=_by_street_and_number))


def pois_of(extract: Extract) -> tuple[Poi, ...]:
    """Points of interest from nodes and areas, ordered by kind, name and number."""
    pois = [
        Poi(thing.osm, _clean(thing.tags.get("name", "")), kind, *_position(thing))
        for thing in _points_and_areas(extract)
        if (kind := poi_kind(thing.tags))
    ]
    return tuple(sorted(pois, key=lambda poi: (poi.kind, poi.name, poi.osm)))


def places_of(extract: Extract) -> tuple[Place, ...]:
    """Points, lines and areas of the kinds in ``KINDS``, ordered by kind, name and number.

    Nameless parking, pitches, playgrounds and worship are left out: too many, of little use.
    """
    places = [
        Place(thing.osm, _clean(thing.tags.get("name", "")), kind, _rounded(thing))
        for thing in _points_and_areas(extract)
        if (kind := place_kind(thing.tags)) and _is_wanted(kind, thing.tags)
    ]
    for line in extract.lines:
        if line.tags.get("waterway") in {"river", "stream"}:
            shape = shapely.linestrings(line.lonlat.round(6))
            places.append(Place(line.osm, _clean(line.tags.get("name", "")), "stream", shape))
    return tuple(sorted(places, key=lambda place: (place.kind, place.name, place.osm)))


def place_kind(tags: Tags) -> str | None:
    """The kind of place that tags make, or ``None``."""
    return next((kind for kind, key, value in KINDS if tags.get(key) == value), None)


def _is_wanted(kind: str, tags: Tags) -> bool:
    return "name" in tags or kind not in {"parking", "sports", "playground", "worship", "suburb"}


def _points_and_areas(extract: Extract) -> Iterable[Point | Area]:
    yield from extract.points
    yield from extract.areas


def _position(thing: Point | Area) -> tuple[float, float]:
    if isinstance(thing, Point):
        return round(thing.lon, 7), round(thing.lat, 7)
    middle = shapely.point_on_surface(thing.shape)
    return round(middle.x, 7), round(middle.y, 7)


def _rounded(thing: Point | Area) -> shapely.Geometry:
    if isinstance(thing, Point):
        return shapely.Point(round(thing.lon, 7), round(thing.lat, 7))
    return shapely.make_valid(shapely.transform(thing.shape, lambda xy: xy.round(6)))


def _addresses(tags: Tags, lon: float, lat: float) -> Iterator[Address]:
    street = _clean(tags.get("addr:street") or tags.get("addr:place") or "")
    if not street:
        return
    postcode, city = _clean(tags.get("addr:postcode", "")), _clean(tags.get("addr:city", ""))
    for number in tags.get("addr:housenumber", "").replace(";", ",").split(","):
        if number.strip():
            yield Address(street, _clean(number), postcode, city, round(lon, 7), round(lat, 7))


def _by_street_and_number(address: Address) -> tuple[str, int, str, str]:
    digits = "".join(char for char in address.housenumber.split("-")[0] if char.isdecimal())
    number = int(digits[:6]) if digits else 0
    return (address.street, number, address.housenumber, address.postcode)


def _clean(text: str) -> str:
    """One line: map data is written by anybody, and a line break would break a table."""
    return " ".join(text.split())
