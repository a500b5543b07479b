"""Plain values of an OpenStreetMap extract: points, lines, areas, each with its tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

Tags: TypeAlias = Mapping[str, str]
Bbox: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees (WGS84)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A tagged node: ``osm`` is ``n`` and the number, longitude and latitude in degrees."""

    osm: str
    lon: float
    lat: float
    tags: Tags


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A way that is drawn or travelled along: ``nodes`` (n,) and ``lonlat`` (n, 2), n >= 2."""

    osm: str
    nodes: npt.NDArray[np.int64]
    lonlat: npt.NDArray[np.float64]
    tags: Tags


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A closed way or multipolygon relation as a valid shapely MultiPolygon in degrees."""

    osm: str
    shape: BaseGeometry
    tags: Tags


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """Everything of an extract that a town pack uses, in the order of the file.

    ``bbox`` is the box of the file's header, or the extent of its streets when the header
    carries none.
    """

    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    bbox: Bbox
