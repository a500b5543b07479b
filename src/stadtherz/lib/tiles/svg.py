"""The base map as a plain SVG: for pages without JavaScript, for print, and beside every map.

Colours are presentation attributes, which a page's style sheet overrides by class (``map-water``,
``map-road-primary`` ...); there is no ``style`` attribute, so a strict content policy holds.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import mapbox_vector_tile
import numpy as np

from stadtherz.lib.tiles.grid import EXTENT, TileKey, project, tiles_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stadtherz.lib.osm import Bbox
    from stadtherz.lib.tiles.archive import Archive

GREEN = frozenset({"park", "forest", "grass", "cemetery", "allotments", "scrub", "playground"})
ROADS: dict[str, str] = {
    **dict.fromkeys(("footway", "path", "steps", "cycleway", "track", "bridleway"), "path"),
    **dict.fromkeys(("tertiary", "tertiary_link", "secondary", "secondary_link"), "major"),
    **dict.fromkeys(("primary", "primary_link", "trunk", "trunk_link"), "primary"),
    **dict.fromkeys(("motorway", "motorway_link"), "primary"),
}
"""Kinds of road by their class in the picture; all others are ``minor``."""
STYLES: dict[str, str] = {
    "map-built": 'fill="#efe9e2"',
    "map-green": 'fill="#d5e6cb"',
    "map-water": 'fill="#b5d3e7"',
    "map-building": 'fill="#dcd0c4"',
    "map-stream": 'fill="none" stroke="#b5d3e7" stroke-width="1.5"',
    "map-road-path": 'fill="none" stroke="#c9bfb4" stroke-width="0.8"',
    "map-road-minor": 'fill="none" stroke="#ffffff" stroke-width="2.2"',
    "map-road-major": 'fill="none" stroke="#fbe9b7" stroke-width="3.2"',
    "map-road-primary": 'fill="none" stroke="#f4cf8f" stroke-width="4"',
    "map-rail": 'fill="none" stroke="#8d8d8d" stroke-width="1.2"',
}
"""Classes in drawing order with their attributes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of the map and its picture's size; ``to_px`` places things on it."""

    bbox: Bbox
    width_px: int
    height_px: int

    def to_px(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees to pixels of the picture, x right, y down."""
        west, south, east, north = self.bbox
        corners = project(np.array([(west, north), (east, south), (lon, lat)]))
        x, y = (corners[2] - corners[0]) / (corners[1] - corners[0])
        return float(x) * self.width_px, float(y) * self.height_px


def frame_of(bbox: Bbox, *, width_px: int = 800) -> Frame:
    """A frame whose height follows from the box, so that the picture is not distorted."""
    west, south, east, north = bbox
    if not (west < east and south < north):
        raise ValueError("a box needs west < east and south < north")
    (left, top), (right, bottom) = project(np.array([(west, north), (east, south)]))
    return Frame(bbox, width_px, max(round(width_px * (bottom - top) / (right - left)), 1))


def svg(
    archive: Archive, frame: Frame, *, title: str, attribution: str, overlay: Iterable[str] = ()
) -> str:
    """Draw a box of the map as an SVG element.

    Args:
        archive: the town's tiles.
        frame: what to draw, see :func:`frame_of`; outside the archive the ground stays plain.
        title: what the picture shows, read out by screen readers; escaped here.
        attribution: the licence line, drawn at the lower right; escaped here.
        overlay: finished SVG elements drawn on top, such as circles placed by ``frame.to_px``;
            the caller vouches for them.

    """
    paths: dict[str, list[str]] = defaultdict(list)
    for key in tiles_in(frame.bbox, _zoom_for(archive, frame)):
        if tile := archive.tile(*key):
            for name, path in _paths(tile, key, frame):
                paths[name].append(path)
    width, height = frame.width_px, frame.height_px
    drawn = "".join(
        f'<path class="{name}" {style} d="{"".join(paths[name])}"/>'
        for name, style in STYLES.items()
        if paths[name]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img"><title>{escape(title)}</title>'
        f'<rect class="map-ground" width="{width}" height="{height}" fill="#f7f4f0"/>'
        f'<g stroke-linecap="round" stroke-linejoin="round">{drawn}</g>'
        f"{''.join(overlay)}"
        f'<text class="map-attribution" x="{width - 4}" y="{height - 4}" text-anchor="end" '
        f'font-size="10" fill="#444444">{escape(attribution)}</text></svg>'
    )


def _zoom_for(archive: Archive, frame: Frame) -> int:
    """The zoom whose 512 px tiles come nearest to the picture's scale, within the archive."""
    west, _, east, _ = frame.bbox
    tiles_across = frame.width_px / 512 / ((east - west) / 360)
    return int(np.clip(round(np.log2(tiles_across)), archive.min_zoom, archive.max_zoom))


def _paths(tile: bytes, key: TileKey, frame: Frame) -> Iterator[tuple[str, str]]:
    layers: dict[str, Any] = mapbox_vector_tile.decode(
        gzip.decompress(tile), default_options={"y_coord_down": True}
    )
    west, south, east, north = frame.bbox
    corners = project(np.array([(west, north), (east, south)])) * (2**key.z * EXTENT)
    size = corners[1] - corners[0]
    shift = np.array([key.x, key.y]) * EXTENT - corners[0]
    scale = np.array([frame.width_px, frame.height_px]) / size
    for layer, content in layers.items():
        for feature in content["features"]:
            geometry = feature["geometry"]
            kind = str(feature["properties"].get("kind", ""))
            if name := _class_of(layer, kind, geometry["type"]):
                for ring in _rings(geometry):
                    yield name, _path((np.array(ring) + shift) * scale, geometry["type"])


def _class_of(layer: str, kind: str, shape: str) -> str | None:
    if layer == "roads":
        return f"map-road-{ROADS.get(kind, 'minor')}"
    if layer == "water":
        return "map-water" if shape.endswith("Polygon") else "map-stream"
    if layer == "landuse":
        return "map-green" if kind in GREEN else "map-built"
    return {"buildings": "map-building", "rail": "map-rail"}.get(layer)


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    coordinates = geometry["coordinates"]
    if geometry["type"] == "LineString":
        yield coordinates
    elif geometry["type"] in {"Polygon", "MultiLineString"}:
        yield from coordinates
    elif geometry["type"] == "MultiPolygon":
        for polygon in coordinates:
            yield from polygon


def _path(points: Any, shape: str) -> str:
    """One ring or line; the tiles' winding makes holes by the non-zero rule.

    Absolute start, relative steps in tenths of a pixel: the shortest plain notation.
    """
    tenths = np.round(points * 10).astype(np.int64)
    steps = np.diff(tenths, axis=0)
    moves = " ".join(f"{x / 10:g},{y / 10:g}" for x, y in steps.tolist())
    start = f"M{tenths[0, 0] / 10:g},{tenths[0, 1] / 10:g}l{moves}"
    return f"{start}z" if shape.endswith("Polygon") else start
