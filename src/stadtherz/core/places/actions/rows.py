"""From a pack's values to table rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stadtherz.core.places.domain import number_key, number_order, search_text
from stadtherz.core.places.models import Address, Place, Street

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stadtherz.core.places.domain import Box
    from stadtherz.core.places.models import TownPack
    from stadtherz.lib import townpack
    from stadtherz.lib.streetgraph import StreetGraph


def streets(pack: TownPack, content: townpack.TownPack) -> list[Street]:
    """Every street name of graph and addresses once, with a point on its longest piece."""
    spots = _spots_of_graph(content.streets)
    houses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for address in content.addresses:
        houses[address.street].append((address.lon, address.lat))
    for name, points in houses.items():
        if name not in spots:
            middle = points[len(points) // 2]
            spots[name] = (middle, _box_of(np.array(points)))
    counts = Counter(address.street for address in content.addresses)
    return [
        Street(
            town_id=pack.town_id, pack=pack, name=name, search=search_text(name),
            address_count=counts[name], lon=lon, lat=lat,
            west=west, south=south, east=east, north=north,
        )
        for name, ((lon, lat), (west, south, east, north)) in sorted(spots.items())
    ]  # fmt: skip


def addresses(
    pack: TownPack, content: townpack.TownPack, by_name: Mapping[str, Street]
) -> list[Address]:
    """Every house number once."""
    found = {
        (address.street, address.housenumber, address.postcode): Address(
            town_id=pack.town_id, pack=pack, street=by_name[address.street],
            housenumber=address.housenumber[:40], number_key=number_key(address.housenumber)[:40],
            number_order=number_order(address.housenumber), postcode=address.postcode[:20],
            city=address.city[:120], lon=address.lon, lat=address.lat,
        )
        for address in content.addresses
    }  # fmt: skip
    return list(found.values())


def places(pack: TownPack, content: townpack.TownPack) -> list[Place]:
    """Points of interest and places with a shape; what is both keeps its shape."""
    rows = {poi.osm: _point(pack, poi) for poi in content.pois}
    rows |= {place.osm: _shape(pack, place) for place in content.places}
    return list(rows.values())


def _point(pack: TownPack, poi: townpack.Poi) -> Place:
    return Place(
        town_id=pack.town_id, pack=pack, kind=poi.kind[:80], name=poi.name[:255],
        search=search_text(poi.name), lon=poi.lon, lat=poi.lat,
        west=poi.lon, south=poi.lat, east=poi.lon, north=poi.lat, source=f"osm:{poi.osm}",
    )  # fmt: skip


def _shape(pack: TownPack, place: townpack.Place) -> Place:
    spot = shapely.point_on_surface(place.shape)
    west, south, east, north = (float(value) for value in place.shape.bounds)
    dimension = int(shapely.get_dimensions(place.shape))
    kinds = (Place.Geometry.POINT, Place.Geometry.LINE, Place.Geometry.AREA)
    return Place(
        town_id=pack.town_id, pack=pack, kind=place.kind, name=place.name[:255],
        search=search_text(place.name), geometry=kinds[dimension],
        lon=round(spot.x, 7), lat=round(spot.y, 7),
        west=west, south=south, east=east, north=north,
        geojson=shapely.geometry.mapping(place.shape) if dimension else None,
        source=f"osm:{place.osm}",
    )  # fmt: skip


def _spots_of_graph(graph: StreetGraph) -> dict[str, tuple[tuple[float, float], Box]]:
    """Name to a point in the middle of its longest edge, and to its box."""
    order = np.lexsort((graph.edge_length_m, graph.edge_name))
    names, first = np.unique(graph.edge_name[order], return_index=True)
    last = np.append(first[1:], len(order)) - 1
    longest = order[last]
    xy, _ = graph.points_at(longest, graph.edge_length_m[longest] / 2)
    middles = graph.to_lonlat(xy[:, 0], xy[:, 1]).round(7)
    starts = graph.shape_start[:-1]
    low = np.minimum.reduceat(np.minimum.reduceat(graph.shape_lonlat, starts)[order], first)
    high = np.maximum.reduceat(np.maximum.reduceat(graph.shape_lonlat, starts)[order], first)
    rows = zip(names, middles.tolist(), low.tolist(), high.tolist(), strict=True)
    return {
        graph.names[name]: ((lon, lat), (west, south, east, north))
        for name, (lon, lat), (west, south), (east, north) in rows
        if graph.names[name]
    }


def _box_of(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Box:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)
