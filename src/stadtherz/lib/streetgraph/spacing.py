"""Where lamps probably stand: derived positions along lit streets.

No town publishes its lamps' positions with its counts, so these positions are *derived*: every
place that shows them must say so. Rules, with reasons:

- Lit by class: primary to residential, living streets, pedestrian streets. These are the classes
  that German towns light throughout; ``lit=no`` takes an edge out.
- Footways, cycleways, steps and service roads only with ``lit=yes`` or a street name: a name makes
  them a street that people live on or walk home by, such as an alley or a promenade. Most nameless
  ones run beside a lit street, through yards or forest, and lamps there would be invented.
- Paths, tracks and all other classes only with ``lit=yes``.
- Squares with a published count but no way of their name: the nameless ways inside their area.
- One street is one run: its edges are laid end to end and lamps stand half a spacing from its
  ends, so a count is met exactly and two edges of one street never double a lamp at their joint.
- Where streets meet, a lamp closer than ``apart_m`` to one already set is left out. Streets with
  a published count are set first and keep all of theirs.
- Lamps stand beside the carriageway: on the right of one-way and narrow streets, alternating on
  primary and secondary ones.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stadtherz.lib.streetgraph.classes import CLASSES
from stadtherz.lib.streetgraph.graph import Bools, Bytes, EdgeFlag, Floats, Ints, StreetGraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

LIT_WHEN_NAMED = frozenset({"footway", "cycleway", "steps", "service"})
ALTERNATING = frozenset({"primary", "secondary"})


@dataclass(frozen=True, slots=True, eq=False)
class DerivedLamps:
    """Lamps as arrays, one row each, in a stable order (street by street).

    Args:
        edge: (k,) edge index.
        along_m: (k,) metres from the edge's first vertex to the lamp's foot on the centre line.
        lonlat: (k, 2) degrees, at the side of the street.
        offset_m: (k,) metres right (+) or left (-) of the edge's direction.
        counted: (k,) True where the street's number of lamps was published.

    """

    edge: Ints
    along_m: Floats
    lonlat: Floats
    offset_m: Floats
    counted: Bools

    def __len__(self) -> int:
        return len(self.edge)


def derive_lamps(
    graph: StreetGraph,
    *,
    spacing_m: float = 31.0,
    counts: Mapping[str, int] | None = None,
    squares: Mapping[str, BaseGeometry] | None = None,
    apart_m: float = 8.0,
) -> DerivedLamps:
    """Place lamps along lit streets at a spacing, published streets at their exact counts.

    Args:
        graph: the streets.
        spacing_m: metres per lamp where nothing is published, > 0.
        counts: lamps per full street name; a name without a way in the graph raises
            ``ValueError`` (a count that silently vanished would be a lie).
        squares: areas in degrees by the name under which ``counts`` knows them, for squares
            that are mapped as areas.
        apart_m: smallest distance between lamps of different streets.

    """
    if spacing_m <= 0:
        raise ValueError("spacing_m must be above 0")
    counts = dict(counts or {})
    runs = _runs(graph, is_lit(graph), counts, squares or {})
    if missing := sorted(counts.keys() - {name for name, _ in runs}):
        raise ValueError(f"no street of this name: {', '.join(missing)}")
    placed = [_along_run(graph, edges, spacing_m, counts.get(name)) for name, edges in runs]
    counted = np.concatenate(
        [
            np.full(len(edge), name in counts)
            for (name, _), (edge, _) in zip(runs, placed, strict=True)
        ]
        or [np.zeros(0, dtype=bool)]
    )
    edge = np.concatenate([part for part, _ in placed] or [np.zeros(0, np.int32)])
    along = np.concatenate([part for _, part in placed] or [np.zeros(0)])
    foot, unit = graph.points_at(edge, along)
    offset = _offsets(graph, edge)
    xy = foot + offset[:, None] * np.stack([unit[:, 1], -unit[:, 0]], axis=1)
    kept = _apart(xy, counted, graph.edge_class[edge], apart_m)
    lonlat = graph.to_lonlat(xy[kept, 0], xy[kept, 1])
    return DerivedLamps(edge[kept], along[kept], lonlat, offset[kept], counted[kept])


def is_lit(graph: StreetGraph) -> Bools:
    """(e,) mask of edges along which lamps are expected."""
    by_class = np.array([way.lit for way in CLASSES])[graph.edge_class]
    when_named = np.array([way.key in LIT_WHEN_NAMED for way in CLASSES])[graph.edge_class]
    by_class |= when_named & (graph.edge_name > 0)
    tagged = (graph.edge_flags & EdgeFlag.LIT) != 0
    unlit = (graph.edge_flags & EdgeFlag.UNLIT) != 0
    lit: Bools = (by_class | tagged) & ~unlit
    return lit


def _runs(
    graph: StreetGraph,
    lit: Bools,
    counts: Mapping[str, int],
    squares: Mapping[str, BaseGeometry],
) -> list[tuple[str, list[int]]]:
    """Streets with a count first, then named ones by name, then unnamed ways by their number."""
    names = {edge: graph.name_of(edge) for edge in np.flatnonzero(lit).tolist()}
    for name, area in squares.items():
        names |= dict.fromkeys(_inside(graph, area), name)
    by_street: dict[tuple[str, int], list[int]] = defaultdict(list)
    for edge, name in sorted(names.items()):
        by_street[(name, 0 if name else int(graph.edge_way[edge]))].append(edge)
    order = sorted(by_street, key=lambda key: (key[0] not in counts, key[0] == "", key))
    return [(key[0], _in_line(graph, by_street[key])) for key in order]


def _inside(graph: StreetGraph, area: BaseGeometry) -> list[int]:
    """Nameless edges that run mostly inside an area given in degrees."""
    local = shapely.transform(area, lambda lonlat: graph.to_xy(lonlat[:, 0], lonlat[:, 1]))
    near = graph.tree.query(local, predicate="intersects")
    within = shapely.length(shapely.intersection(graph.lines[near], local))
    mostly = near[(within > graph.edge_length_m[near] / 2) & (graph.edge_name[near] == 0)]
    return sorted(mostly.tolist())


def _in_line(graph: StreetGraph, edges: list[int]) -> list[int]:
    """Order a street's edges so that neighbours follow one another (walk each chain)."""
    at_node: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        at_node[int(graph.edge_from[edge])].append(edge)
        at_node[int(graph.edge_to[edge])].append(edge)
    starts = [node for node, touching in at_node.items() if len(touching) == 1]
    left, ordered = set(edges), []
    for node in [*starts, *at_node]:
        for edge in _walk(graph, node, at_node, left):
            ordered.append(edge)
            left.discard(edge)
    return ordered


def _walk(
    graph: StreetGraph, node: int, at_node: Mapping[int, list[int]], left: set[int]
) -> Iterator[int]:
    while ahead := [edge for edge in at_node[node] if edge in left]:
        edge = min(ahead)
        yield edge
        first, last = int(graph.edge_from[edge]), int(graph.edge_to[edge])
        node = last if first == node else first


def _along_run(
    graph: StreetGraph, edges: list[int], spacing_m: float, count: int | None
) -> tuple[Ints, Floats]:
    """Lay the edges end to end and set lamps evenly, half a spacing from both ends."""
    order = np.array(edges, dtype=np.int32)
    lengths = graph.edge_length_m[order]
    total = float(lengths.sum())
    number = round(total / spacing_m) if count is None else count
    at = (np.arange(number) + 0.5) * (total / max(number, 1))
    ends = np.cumsum(lengths)
    slot = np.minimum(np.searchsorted(ends, at, side="right"), len(order) - 1)
    into = at - (ends[slot] - lengths[slot])
    backwards = _backwards(graph, order)[slot]
    along = np.where(backwards, lengths[slot] - into, into)
    return order[slot], np.clip(along, 0.0, lengths[slot])


def _backwards(graph: StreetGraph, order: Ints) -> Bools:
    """True where the run passes an edge against its own direction."""
    first, last = graph.edge_from[order], graph.edge_to[order]
    against = np.zeros(len(order), dtype=bool)
    against[:-1] = (first[:-1] == first[1:]) | (first[:-1] == last[1:])
    if len(order) > 1:
        against[-1] = last[-1] in {first[-2], last[-2]}
    return against


def _offsets(graph: StreetGraph, edge: Ints) -> Floats:
    half_width = np.array([way.half_width_m for way in CLASSES])[graph.edge_class[edge]]
    alternates = np.array([way.key in ALTERNATING for way in CLASSES])[graph.edge_class[edge]]
    alternates &= (graph.edge_flags[edge] & EdgeFlag.ONEWAY) == 0
    odd = np.arange(len(edge)) % 2 == 1
    return np.where(alternates & odd, -half_width, half_width)


def _apart(xy: Floats, counted: Bools, way_class: Bytes, apart_m: float) -> Bools:
    """Mask of lamps to keep: counted ones all, the rest by class where none stands too near."""
    kept = np.zeros(len(xy), dtype=bool)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    cell = np.floor(xy / apart_m).astype(np.int64).tolist()
    for lamp in np.lexsort((np.arange(len(xy)), way_class, ~counted)).tolist():
        column, row = cell[lamp]
        near = [
            other
            for across in (-1, 0, 1)
            for up in (-1, 0, 1)
            for other in cells.get((column + across, row + up), ())
        ]
        gaps = np.hypot(*(xy[near] - xy[lamp]).T) if near else np.zeros(0)
        if counted[lamp] or not bool((gaps < apart_m).any()):
            kept[lamp] = True
            cells[(column, row)].append(lamp)
    return kept
