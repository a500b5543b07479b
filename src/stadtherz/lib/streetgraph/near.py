"""The nearest place on a street."""

from __future__ import annotations

import numpy as np
import shapely

from stadtherz.lib.streetgraph.graph import Bools, EdgePosition, StreetGraph


def nearest(
    graph: StreetGraph,
    lon: float,
    lat: float,
    *,
    max_distance_m: float = 250.0,
    only: Bools | None = None,
) -> EdgePosition | None:
    """The place on an edge nearest to a point, or ``None`` when there is none within reach.

    Args:
        graph: the streets.
        lon, lat: degrees.
        max_distance_m: how far to look.
        only: (e,) mask of edges to consider, such as ``may_travel(graph, Mode.DRIVE)[0]``.

    """
    point = shapely.Point(graph.to_xy(lon, lat))
    found = graph.tree.query(point, predicate="dwithin", distance=max_distance_m)
    if only is not None:
        found = found[only[found]]
    if found.size == 0:
        return None
    found = np.sort(found)  # the lower index wins a tie, whatever order the tree gives
    distances = shapely.distance(graph.lines[found], point)
    best = int(np.argmin(distances))
    edge = int(found[best])
    along = float(shapely.line_locate_point(graph.lines[edge], point))
    (xy,), _ = graph.points_at([edge], [along])
    lon_there, lat_there = graph.to_lonlat(*xy).tolist()
    return EdgePosition(edge, along, lon_there, lat_there, float(distances[best]))
