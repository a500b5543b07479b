"""What the base map draws: which tags become which layer, and from which zoom on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from stadtherz.lib.tiles.grid import project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from stadtherz.lib.osm import Area, Extract, Line, Tags

Attributes: TypeAlias = Mapping[str, str | int]
NAMED_ROADS_FROM, ONEWAY_FROM = 13, 14


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One thing on the map: ``shape`` in world units, drawn from zoom ``min_zoom`` on."""

    layer: str
    min_zoom: int
    shape: BaseGeometry
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Rule:
    """Areas with ``key`` and one of ``values`` go to ``layer`` as ``kind``."""

    layer: str
    kind: str
    min_zoom: int
    key: str
    values: frozenset[str]


def _rule(layer: str, kind: str, min_zoom: int, key: str, values: str) -> Rule:
    return Rule(layer, kind, min_zoom, key, frozenset(values.split()))


# First match wins: water before green, special uses before the ground they stand on.
AREA_RULES: tuple[Rule, ...] = (
    _rule("water", "water", 10, "natural", "water bay"),
    _rule("water", "basin", 12, "landuse", "basin reservoir"),
    _rule("water", "river", 10, "waterway", "riverbank dock"),
    _rule("water", "pool", 14, "leisure", "swimming_pool"),
    _rule("landuse", "park", 11, "leisure", "park garden common recreation_ground"),
    _rule("landuse", "pitch", 13, "leisure", "pitch track stadium sports_centre"),
    _rule("landuse", "pitch", 13, "leisure", "miniature_golf horse_riding water_park"),
    _rule("landuse", "playground", 14, "leisure", "playground"),
    _rule("landuse", "forest", 10, "landuse", "forest"),
    _rule("landuse", "forest", 10, "natural", "wood"),
    _rule("landuse", "scrub", 12, "natural", "scrub heath wetland"),
    _rule("landuse", "grass", 12, "landuse", "grass meadow village_green recreation_ground"),
    _rule("landuse", "grass", 12, "natural", "grassland"),
    _rule("landuse", "cemetery", 11, "landuse", "cemetery"),
    _rule("landuse", "allotments", 12, "landuse", "allotments orchard vineyard"),
    _rule("landuse", "allotments", 12, "landuse", "greenhouse_horticulture plant_nursery"),
    _rule("landuse", "farmland", 11, "landuse", "farmland farm farmyard greenfield"),
    _rule("landuse", "residential", 10, "landuse", "residential"),
    _rule("landuse", "commercial", 11, "landuse", "commercial retail"),
    _rule("landuse", "industrial", 11, "landuse", "industrial railway quarry landfill"),
    _rule("landuse", "construction", 12, "landuse", "construction brownfield"),
    _rule("landuse", "military", 11, "landuse", "military"),
    _rule("landuse", "education", 12, "amenity", "school university college kindergarten"),
    _rule("landuse", "education", 12, "landuse", "school education"),
    _rule("landuse", "hospital", 12, "amenity", "hospital"),
    _rule("landuse", "parking", 14, "amenity", "parking"),
    _rule("landuse", "square", 13, "highway", "pedestrian footway"),
)
ROAD_ZOOMS: Mapping[str, int] = {
    **dict.fromkeys(("motorway", "trunk", "primary"), 10),
    **dict.fromkeys(("motorway_link", "trunk_link", "secondary"), 10),
    **dict.fromkeys(("primary_link", "tertiary"), 11),
    **dict.fromkeys(("secondary_link", "tertiary_link", "residential"), 12),
    **dict.fromkeys(("unclassified", "living_street", "road", "pedestrian"), 12),
    **dict.fromkeys(("service", "track"), 13),
    **dict.fromkeys(("footway", "path", "steps", "cycleway", "bridleway"), 14),
}
RAIL_ZOOMS: Mapping[str, int] = {"rail": 10, "light_rail": 11, "tram": 12, "narrow_gauge": 12}
WATER_LINE_ZOOMS: Mapping[str, int] = {"river": 10, "canal": 11, "stream": 13, "ditch": 14}
PLACE_RANKS: Mapping[str, tuple[int, int]] = {
    "city": (1, 10), "town": (1, 10), "village": (2, 11), "suburb": (2, 12), "quarter": (3, 13),
    "hamlet": (3, 13), "neighbourhood": (4, 14), "locality": (5, 14), "square": (5, 14),
}  # fmt: skip
POI_KEYS = ("amenity", "tourism", "historic", "shop", "emergency", "office", "healthcare")
UNDRAWN_POIS = frozenset({"parking_space", "parking_entrance", "grit_bin", "bench", "waste_basket"})
"""Too many and too small for a base map; the pack's list of points of interest has them."""


def poi_kind(tags: Tags) -> str | None:
    """``key=value`` of the tag that makes something a point of interest, or ``None``."""
    for key in POI_KEYS:
        if tags.get(key, "no") not in {"no", "yes"}:
            return f"{key}={tags[key]}"
    if tags.get("highway") == "bus_stop":
        return "highway=bus_stop"
    if tags.get("railway") in {"station", "halt", "tram_stop"}:
        return f"railway={tags['railway']}"
    return None


def features_of(extract: Extract) -> list[Feature]:
    """Everything the base map draws, in a stable order."""
    features = [feature for area in extract.areas for feature in _of_area(area)]
    features += [feature for line in extract.lines for feature in _of_line(line)]
    for point in extract.points:
        lonlat = (point.lon, point.lat)
        if point.tags.get("natural") == "tree":
            features.append(Feature("trees", 15, shapely.Point(lonlat), {}))
        features += _of_poi(lonlat, point.tags)
        features += _of_place(lonlat, point.tags)
    shapes = shapely.transform(np.array([feature.shape for feature in features]), project)
    return [
        Feature(feature.layer, feature.min_zoom, shape, feature.attributes)
        for feature, shape in zip(features, shapes, strict=True)
    ]


def _of_area(area: Area) -> Iterator[Feature]:
    tags, name = area.tags, area.tags.get("name", "")
    rule = next((rule for rule in AREA_RULES if tags.get(rule.key) in rule.values), None)
    if rule and (rule.key != "highway" or tags.get("area") == "yes"):
        named = {"name": name} if rule.layer == "water" and name else {}
        yield Feature(rule.layer, rule.min_zoom, area.shape, {"kind": rule.kind, **named})
    if tags.get("building", "no") != "no":
        yield Feature("buildings", 14, area.shape, {})
    middle = shapely.point_on_surface(area.shape)
    lonlat = (middle.x, middle.y)
    if poi_kind(tags):
        yield from _of_poi(lonlat, tags)
    elif name and rule:
        label: dict[str, str | int] = {"kind": rule.kind, "name": name, "rank": 5}
        yield Feature("labels", max(rule.min_zoom, 13), middle, label)
    yield from _of_place(lonlat, tags)


def _of_line(line: Line) -> Iterable[Feature]:
    tags = line.tags
    shape = shapely.linestrings(line.lonlat)
    if (kind := tags.get("highway", "")) in ROAD_ZOOMS and tags.get("area") != "yes":
        wanted = {"name": tags.get("name"), "ref": tags.get("ref")}
        attributes: dict[str, str | int] = {"kind": kind}
        attributes |= {key: value for key, value in wanted.items() if value}
        attributes |= {key: 1 for key in ("bridge", "tunnel") if tags.get(key, "no") != "no"}
        if tags.get("oneway") == "yes":
            attributes["oneway"] = 1
        return (Feature("roads", ROAD_ZOOMS[kind], shape, attributes),)
    if (kind := tags.get("railway", "")) in RAIL_ZOOMS:
        # sidings and yards only where there is room for them
        zoom = 13 if "service" in tags else RAIL_ZOOMS[kind]
        return (Feature("rail", zoom, shape, {"kind": kind}),)
    if (kind := tags.get("waterway", "")) in WATER_LINE_ZOOMS:
        named = {"name": tags["name"]} if "name" in tags else {}
        return (Feature("water", WATER_LINE_ZOOMS[kind], shape, {"kind": kind, **named}),)
    return ()


def _of_poi(lonlat: tuple[float, float], tags: Tags) -> Iterator[Feature]:
    kind = poi_kind(tags)
    if kind and kind.partition("=")[2] not in UNDRAWN_POIS:
        if kind == "amenity=parking" and "name" not in tags:
            return
        name = {"name": tags["name"]} if "name" in tags else {}
        attributes = {"kind": kind.partition("=")[2], **name}
        yield Feature("pois", 14, shapely.Point(lonlat), attributes)


def _of_place(lonlat: tuple[float, float], tags: Tags) -> Iterator[Feature]:
    kind, name = tags.get("place", ""), tags.get("name")
    if name and kind in PLACE_RANKS:
        rank, zoom = PLACE_RANKS[kind]
        attributes: dict[str, str | int] = {"kind": kind, "name": name, "rank": rank}
        yield Feature("labels", zoom, shapely.Point(lonlat), attributes)
