"""The graph itself: arrays, and what is computed from them once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from stadtherz.lib.streetgraph.classes import CLASSES

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Bools: TypeAlias = npt.NDArray[np.bool_]


class EdgeFlag(IntFlag):
    """Bits of ``StreetGraph.edge_flags``. Edges of one-way streets run with the traffic."""

    WALK = 1
    CYCLE = 2
    DRIVE = 4
    ONEWAY = 8
    CYCLE_BOTH_WAYS = 16
    LIT = 32
    UNLIT = 64
    ROUNDABOUT = 128


@dataclass(frozen=True, slots=True)
class EdgePosition:
    """A place on an edge.

    Args:
        edge: index of the edge.
        along_m: metres from the edge's first vertex, 0 ... length.
        lon, lat: that place in degrees.
        distance_m: how far the asked point is from it.

    """

    edge: int
    along_m: float
    lon: float
    lat: float
    distance_m: float = 0.0


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """Streets between junctions, with shapes; n nodes, e edges, v vertices.

    Args:
        node_osm: (n,) OpenStreetMap node numbers.
        edge_from, edge_to: (e,) node indices of the first and last vertex.
        edge_class: (e,) indices into ``CLASSES``.
        edge_name: (e,) indices into ``names``; 0 is the empty name.
        edge_flags: (e,) bits of ``EdgeFlag``.
        edge_speed_kmh: (e,) speed limit for cars, 0 where none is known.
        edge_way: (e,) OpenStreetMap way numbers.
        shape_start: (e + 1,) first vertex of each edge; the last entry is v.
        shape_lonlat: (v, 2) degrees; an edge's vertices include both its nodes.
        names: street names.

    Metres are those of the UTM zone of the graph's middle (scale error below 0.04 % near its
    central meridian, below 0.1 % at its rim).

    """

    node_osm: npt.NDArray[np.int64]
    edge_from: Ints
    edge_to: Ints
    edge_class: Bytes
    edge_name: Ints
    edge_flags: Bytes
    edge_speed_kmh: Bytes
    edge_way: npt.NDArray[np.int64]
    shape_start: Ints
    shape_lonlat: Floats
    names: tuple[str, ...]

    @property
    def node_count(self) -> int:
        """Number of junctions and ends."""
        return len(self.node_osm)

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.edge_from)

    @cached_property
    def epsg(self) -> int:
        """EPSG code of the UTM zone (WGS84) around the middle of the graph."""
        lon, lat = (self.shape_lonlat.min(axis=0) + self.shape_lonlat.max(axis=0)) / 2
        zone = min(int((lon + 180) // 6) + 1, 60)
        return (32600 if lat >= 0 else 32700) + zone

    @cached_property
    def _to_metres(self) -> Transformer:
        return Transformer.from_crs(4326, self.epsg, always_xy=True)

    def to_xy(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
        """Degrees to metres (x east, y north), shape (..., 2)."""
        x, y = self._to_metres.transform(np.asarray(lon), np.asarray(lat))
        return np.stack([np.asarray(x), np.asarray(y)], axis=-1)

    def to_lonlat(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Floats:
        """Metres to degrees, shape (..., 2)."""
        lon, lat = self._to_metres.transform(np.asarray(x), np.asarray(y), direction="INVERSE")
        return np.stack([np.asarray(lon), np.asarray(lat)], axis=-1)

    @cached_property
    def shape_xy(self) -> Floats:
        """(v, 2) vertices in metres."""
        return self.to_xy(self.shape_lonlat[:, 0], self.shape_lonlat[:, 1])

    @cached_property
    def shape_along_m(self) -> Floats:
        """(v,) metres from the first vertex of the vertex's own edge."""
        steps = np.zeros(len(self.shape_xy))
        steps[1:] = np.hypot(*np.diff(self.shape_xy, axis=0).T)
        steps[self.shape_start[:-1]] = 0.0
        total = np.cumsum(steps)
        per_edge = np.repeat(total[self.shape_start[:-1]], np.diff(self.shape_start))
        return total - per_edge

    @cached_property
    def edge_length_m(self) -> Floats:
        """(e,) lengths in metres."""
        return self.shape_along_m[self.shape_start[1:] - 1]

    @cached_property
    def node_lonlat(self) -> Floats:
        """(n, 2) degrees."""
        lonlat = np.zeros((self.node_count, 2))
        lonlat[self.edge_from] = self.shape_lonlat[self.shape_start[:-1]]
        lonlat[self.edge_to] = self.shape_lonlat[self.shape_start[1:] - 1]
        return lonlat

    @cached_property
    def node_xy(self) -> Floats:
        """(n, 2) metres."""
        return self.to_xy(self.node_lonlat[:, 0], self.node_lonlat[:, 1])

    @cached_property
    def out_start(self) -> Ints:
        """(n + 1,) compressed sparse rows: node i leaves by ``out_edge[out_start[i]:...]``."""
        degree = np.bincount(self.edge_from, minlength=self.node_count)
        degree += np.bincount(self.edge_to, minlength=self.node_count)
        return np.concatenate([[0], np.cumsum(degree)]).astype(np.int32)

    @cached_property
    def _out_order(self) -> npt.NDArray[np.intp]:
        return np.argsort(np.concatenate([self.edge_from, self.edge_to]), kind="stable")

    @cached_property
    def out_edge(self) -> Ints:
        """(2e,) the edges leaving each node, in both directions of travel."""
        return (self._out_order % self.edge_count).astype(np.int32)

    @cached_property
    def out_forward(self) -> Bools:
        """(2e,) True where the edge is left along its own direction."""
        return self._out_order < self.edge_count

    @cached_property
    def lines(self) -> npt.NDArray[np.object_]:
        """(e,) shapely LineStrings in metres."""
        owner = np.repeat(np.arange(self.edge_count), np.diff(self.shape_start))
        return np.asarray(shapely.linestrings(self.shape_xy, indices=owner), dtype=object)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index over ``lines``."""
        return shapely.STRtree(self.lines)

    def name_of(self, edge: int) -> str:
        """Street name of an edge, empty when it has none."""
        return self.names[int(self.edge_name[edge])]

    def class_of(self, edge: int) -> str:
        """Value of ``highway=*`` of an edge."""
        return CLASSES[int(self.edge_class[edge])].key

    def points_at(self, edges: npt.ArrayLike, along_m: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Places along edges: (k, 2) metres and the (k, 2) unit direction of travel there."""
        edges, along = np.asarray(edges), np.asarray(along_m, dtype=np.float64)
        first, last = self.shape_start[edges], self.shape_start[edges + 1] - 2
        # One ascending key per vertex (edge, metres) lets a single search serve every edge.
        stride = float(self.edge_length_m.max(initial=0.0)) + 1.0
        owner = np.repeat(np.arange(self.edge_count), np.diff(self.shape_start))
        keys = owner * stride + self.shape_along_m
        clipped = np.clip(along, 0.0, self.edge_length_m[edges])
        segment = np.searchsorted(keys, edges * stride + clipped, side="right") - 1
        segment = np.clip(segment, first, last)
        start, step = self.shape_xy[segment], self.shape_xy[segment + 1] - self.shape_xy[segment]
        length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
        unit = step / length[:, None]
        return start + unit * (clipped - self.shape_along_m[segment])[:, None], unit
