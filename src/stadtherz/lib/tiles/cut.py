"""Cutting: simplify for each zoom, clip at each tile with a margin, encode, compress.

Source: Mapbox Vector Tile specification 2.1.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mapbox_vector_tile
import numpy as np
import numpy.typing as npt
import shapely

from stadtherz.lib.tiles.grid import EXTENT, TileKey, tiles_in
from stadtherz.lib.tiles.layers import NAMED_ROADS_FROM, ONEWAY_FROM, Attributes, Feature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from stadtherz.lib.osm import Bbox

ZOOMS = range(10, 16)
MARGIN = 96
"""Units drawn beyond a tile's edge, so that wide strokes meet: 12 px of a 512 px tile."""
LAYERS = ("landuse", "water", "rail", "roads", "buildings", "trees", "pois", "labels")
TOLERANCE = {15: 3.0, 14: 4.0}
COARSE_TOLERANCE = 8.0
"""Units of simplification: 1 px of a 512 px tile, less where one looks closely."""
SMALLEST_AREA = {15: 0.0, 14: 30.0}
COARSE_SMALLEST_AREA = 1024.0
"""Square units below which an area is left out: 4 x 4 px."""


def cut_tiles(
    features: Iterable[Feature],
    bbox: Bbox,
    *,
    zooms: Sequence[int] = ZOOMS,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[TileKey, bytes]:
    """Cut features into gzipped vector tiles; empty tiles are left out.

    Args:
        features: in world units, see :func:`stadtherz.lib.tiles.layers.features_of`.
        bbox: west, south, east, north in degrees; only tiles that touch it are made.
        zooms: zoom levels, each 0 ... 22.
        progress: called once for every zoom and every 10 tiles.

    """
    everything = list(features)
    tiles: dict[TileKey, bytes] = {}
    for zoom in zooms:
        layers = _layers_at(everything, zoom)
        for key in tiles_in(bbox, zoom):
            if content := _tile(layers, key):
                tiles[key] = gzip.compress(content, compresslevel=9, mtime=0)
                if len(tiles) % 10 == 0:
                    progress(f"cut {len(tiles)} map tiles")
        progress(f"cut zoom {zoom}")
    return tiles


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """One layer at one zoom: shapes in units of that zoom's tiles, their index, attributes."""

    name: str
    shapes: npt.NDArray[np.object_]
    tree: shapely.STRtree
    attributes: list[Attributes]


def _layers_at(features: Iterable[Feature], zoom: int) -> list[_Layer]:
    by_layer: dict[str, list[tuple[BaseGeometry, Attributes]]] = defaultdict(list)
    for feature in features:
        if feature.min_zoom <= zoom:
            attributes = _attributes_at(feature, zoom)
            by_layer[feature.layer].append((feature.shape, attributes))
    layers = []
    for name in LAYERS:
        found = by_layer[name]
        if name in {"roads", "rail"}:
            found = list(_merged(found))
        layers.append(_scaled(name, found, zoom))
    return [layer for layer in layers if layer.attributes]


def _attributes_at(feature: Feature, zoom: int) -> Attributes:
    left_out = set()
    if feature.layer == "roads":
        left_out |= {"name", "bridge", "tunnel"} if zoom < NAMED_ROADS_FROM else set()
        left_out |= {"oneway"} if zoom < ONEWAY_FROM else set()
    if not left_out:
        return feature.attributes
    return {key: value for key, value in feature.attributes.items() if key not in left_out}


def _merged(
    found: Iterable[tuple[BaseGeometry, Attributes]],
) -> Iterator[tuple[BaseGeometry, Attributes]]:
    """Join lines with equal attributes: fewer bytes, and one label per street."""
    groups: dict[tuple[tuple[str, str | int], ...], list[BaseGeometry]] = defaultdict(list)
    for shape, attributes in found:
        groups[tuple(attributes.items())].append(shape)
    for key, shapes in groups.items():
        whole = shapely.line_merge(shapely.MultiLineString(shapes))
        for part in shapely.get_parts(whole):
            yield part, dict(key)


def _scaled(name: str, found: list[tuple[BaseGeometry, Attributes]], zoom: int) -> _Layer:
    """World units to this zoom's units, simplified, without what is too small to see."""
    shapes = np.array([shape for shape, _ in found], dtype=object)
    shapes = shapely.transform(shapes, lambda xy: xy * (2.0**zoom * EXTENT))
    shapes = shapely.simplify(shapes, TOLERANCE.get(zoom, COARSE_TOLERANCE))
    is_area = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 - points 0, lines 1, areas 2
    tiny = is_area & (shapely.area(shapes) <= SMALLEST_AREA.get(zoom, COARSE_SMALLEST_AREA))
    kept = np.flatnonzero(~(tiny | shapely.is_empty(shapes)))
    shapes = shapes[kept]
    attributes = [found[index][1] for index in kept.tolist()]
    return _Layer(name, shapes, shapely.STRtree(shapes), attributes)


def _tile(layers: Iterable[_Layer], key: TileKey) -> bytes:
    left, top = key.x * EXTENT, key.y * EXTENT
    box = (left - MARGIN, top - MARGIN, left + EXTENT + MARGIN, top + EXTENT + MARGIN)
    content = []
    for layer in layers:
        near = np.sort(layer.tree.query(shapely.box(*box)))
        clipped = shapely.clip_by_rect(shapely.make_valid(layer.shapes[near]), *box)
        local = shapely.transform(clipped, lambda xy: xy - (left, top))
        # whole units; the grid also keeps areas valid
        local = shapely.set_precision(local, 1.0)
        features = [
            {"geometry": part, "properties": layer.attributes[index]}
            for index, shape in zip(near.tolist(), local, strict=True)
            for part in _same_dimension(shape, layer.shapes[index])
        ]
        if features:
            content.append({"name": layer.name, "features": features})
    options = {"extents": EXTENT, "y_coord_down": True}
    return mapbox_vector_tile.encode(content, default_options=options) if content else b""


def _same_dimension(shape: BaseGeometry, original: BaseGeometry) -> list[BaseGeometry]:
    """Leave out the points and lines that clipping makes of areas which only touch the edge."""
    if shape.is_empty:
        return []
    if shape.geom_type != "GeometryCollection":
        return [shape] if _dimension(shape) == _dimension(original) else []
    return [part for part in shape.geoms if _dimension(part) == _dimension(original)]


def _dimension(shape: BaseGeometry) -> int:
    return int(shapely.get_dimensions(shape))
