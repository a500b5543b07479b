"""The street graph: a town's ways as NumPy arrays, for light that walks ahead and for routes.

- ``make_graph(lines) -> StreetGraph`` from OpenStreetMap lines; ``to_bytes`` / ``from_bytes``.
- ``nearest(graph, lon, lat)``: the place on an edge nearest to a point.
- ``reach(graph, start, Travel(...), limit=...)``: what lies ahead of somebody who moves.
- ``shortest_path(graph, start, goal, Travel(...))``.
- ``spacing.derive_lamps(graph, ...)``: derived lamp positions.
"""

from __future__ import annotations

from stadtherz.lib.streetgraph.classes import CLASSES, WayClass
from stadtherz.lib.streetgraph.graph import EdgeFlag, EdgePosition, StreetGraph
from stadtherz.lib.streetgraph.make import make_graph
from stadtherz.lib.streetgraph.near import nearest
from stadtherz.lib.streetgraph.spacing import DerivedLamps, derive_lamps
from stadtherz.lib.streetgraph.store import from_bytes, to_bytes
from stadtherz.lib.streetgraph.travel import Mode, Route, Stretch, Travel, reach, shortest_path

__all__ = [
    "CLASSES",
    "DerivedLamps",
    "EdgeFlag",
    "EdgePosition",
    "Mode",
    "Route",
    "StreetGraph",
    "Stretch",
    "Travel",
    "WayClass",
    "derive_lamps",
    "from_bytes",
    "make_graph",
    "nearest",
    "reach",
    "shortest_path",
    "to_bytes",
]
