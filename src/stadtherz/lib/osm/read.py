"""The one door for OpenStreetMap files.

osmium reads from a path itself (it picks the decoder by the file's ending and reads the file
twice to close multipolygons), so this room's single I/O is the path given to ``read_extract``.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium
import shapely

from stadtherz.lib.osm.errors import TownFileError
from stadtherz.lib.osm.values import Area, Bbox, Extract, Line, Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

ENDINGS = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf")
LINE_KEYS = frozenset({"highway", "railway", "waterway"})
AREA_KEYS = frozenset(
    {"building", "landuse", "natural", "leisure", "amenity", "tourism", "historic", "shop"}
    | {"highway", "waterway", "place", "office", "healthcare", "man_made", "emergency"}
)
REPORT_EVERY = 20_000


def read_extract(
    path: Path, *, bbox: Bbox | None = None, progress: Callable[[str], None] = lambda _: None
) -> Extract:
    """Read an OpenStreetMap extract (XML 0.6, plain, gzip, bzip2, or PBF).

    Args:
        path: a file ending in ``.osm``, ``.osm.gz``, ``.osm.bz2`` or ``.osm.pbf``.
        bbox: keep only what touches this box and make it the extract's own box. Extracts up to
            a federal state fit into memory; cut a larger one first (``osmium extract``).
        progress: called with a line every 20,000 objects.

    Raises:
        TownFileError: the file is missing, of another kind, damaged, cut short, or has no
            street; a broken file never yields a part of itself.

    Source: OpenStreetMap XML 0.6 and PBF, wiki.openstreetmap.org/wiki/OSM_file_formats.

    """
    _check_name(path)
    collected = _Collected(bbox)
    try:
        processor = osmium.FileProcessor(str(path)).with_locations().with_areas()
        header = processor.header.box()
        for seen, entity in enumerate(processor, start=1):
            collected.take(entity)
            if seen % REPORT_EVERY == 0:
                progress(f"read {seen:,} map objects")
    except (RuntimeError, OSError) as error:
        raise _damaged(path, error) from error
    own = _box_of(header) or collected.extent()
    if own is None:
        raise TownFileError(
            f"“{path.name}” is a map file without a single street.",
            fix="Choose an extract that covers the built-up town, for instance from "
            "download.geofabrik.de or extract.bbbike.org.",
            code="town.E004",
        )
    return collected.extract(bbox or own)


class _Collected:
    """What has been read so far; areas wait as WKB and are turned into shapes at the end."""

    def __init__(self, keep: Bbox | None) -> None:
        self.keep = keep
        self.points: list[Point] = []
        self.lines: list[Line] = []
        self.areas: list[tuple[str, dict[str, str]]] = []
        self.wkb: list[str] = []
        self.factory = osmium.geom.WKBFactory()

    def take(self, entity: Any) -> None:
        if not entity.tags:
            return
        if entity.is_node():
            self._take_node(entity)
        elif entity.is_way():
            self._take_way(entity)
        elif entity.is_area():
            self._take_area(entity)

    def _take_node(self, node: osmium.osm.Node) -> None:
        place = node.location
        if place.valid() and self._wanted((place.lon, place.lat, place.lon, place.lat)):
            self.points.append(Point(f"n{node.id}", place.lon, place.lat, dict(node.tags)))

    def _take_way(self, way: osmium.osm.Way) -> None:
        tags = dict(way.tags)
        if LINE_KEYS.isdisjoint(tags):
            return
        for run in _known_runs(way.nodes):
            nodes = np.array([ref for ref, _, _ in run], dtype=np.int64)
            lonlat = np.array([(lon, lat) for _, lon, lat in run], dtype=np.float64)
            if self._wanted((*lonlat.min(axis=0), *lonlat.max(axis=0))):
                self.lines.append(Line(f"w{way.id}", nodes, lonlat, tags))

    def _take_area(self, area: osmium.osm.Area) -> None:
        tags = dict(area.tags)
        if AREA_KEYS.isdisjoint(tags) or area.num_rings()[0] == 0:
            return  # no outer ring: drawn wrongly in the map, as a few always are
        wkb = self.factory.create_multipolygon(area)
        if self.keep is not None and not self._wanted(shapely.from_wkb(wkb).bounds):
            return
        self.wkb.append(wkb)
        self.areas.append((f"{'w' if area.from_way() else 'r'}{area.orig_id()}", tags))

    def extent(self) -> Bbox | None:
        streets = [line.lonlat for line in self.lines if "highway" in line.tags]
        if not streets:
            return None
        lonlat = np.concatenate(streets)
        west, south = lonlat.min(axis=0).tolist()
        east, north = lonlat.max(axis=0).tolist()
        return (west, south, east, north)

    def extract(self, bbox: Bbox) -> Extract:
        shapes = shapely.from_wkb(self.wkb) if self.wkb else []
        areas = (
            Area(osm, shape, tags) for (osm, tags), shape in zip(self.areas, shapes, strict=True)
        )
        return Extract(tuple(self.points), tuple(self.lines), tuple(areas), bbox)

    def _wanted(self, bounds: tuple[float, ...]) -> bool:
        if self.keep is None:
            return True
        (west, south, east, north), box = bounds, self.keep
        return west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]


def _known_runs(refs: Iterable[osmium.osm.NodeRef]) -> list[list[tuple[int, float, float]]]:
    """Cut a way where nodes are missing: extracts may cut ways at their edge."""
    runs: list[list[tuple[int, float, float]]] = [[]]
    for ref in refs:
        if not ref.location.valid():
            runs.append([])
        elif not runs[-1] or runs[-1][-1][0] != ref.ref:
            runs[-1].append((ref.ref, ref.location.lon, ref.location.lat))
    return [run for run in runs if len(run) >= 2]  # noqa: PLR2004 - a line has two ends


def _box_of(box: osmium.osm.Box) -> Bbox | None:
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    bounds = (low.lon, low.lat, high.lon, high.lat)
    return bounds if all(map(math.isfinite, bounds)) else None


def _check_name(path: Path) -> None:
    if not path.name.endswith(ENDINGS):
        raise TownFileError(
            f"“{path.name}” does not look like an OpenStreetMap extract.",
            fix=f"Give a file ending in {', '.join(ENDINGS)}.",
            code="town.E001",
        )
    if not path.is_file():
        raise TownFileError(f"There is no file “{path}”.", fix="Check the path.", code="town.E002")


def _damaged(path: Path, error: Exception) -> TownFileError:
    where = re.sub(r"\s+", " ", str(error)).strip().rstrip(".")
    empty = path.is_file() and path.stat().st_size == 0
    what = "is empty" if empty else f"is damaged, cut short, or not a map file ({where})"
    return TownFileError(
        f"“{path.name}” {what}. Nothing was built.",
        fix="Download the extract again and compare its size with the one given there.",
        code="town.E003",
    )
