"""Which lamps lie ahead on the street graph, and how far.

From the end of a directed edge the reachable lamps are found once (shortest way, fanning out at
junctions), kept sorted by distance, and afterwards only looked up: a report costs two binary
searches, however many lamps the town has.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.graph import StreetArrays

HORIZON_M = 300.0
"""No light wave reaches farther than this beyond the next junction."""
NEAR_ORDINAL = 3
"""Lamps per branch that are kept even beyond the distance asked for."""


@dataclass(frozen=True, slots=True)
class LampOrder:
    """Lamps sorted along each edge (CSR): lamp numbers and positions, offsets by edge."""

    first: NDArray[np.int64]
    lamps: NDArray[np.int32]
    position_m: NDArray[np.float32]

    @classmethod
    def of(cls, fleet: Fleet, edge_count: int) -> LampOrder:
        """Sort the lamps of ``fleet`` that stand on one of the edges."""
        on_street = np.flatnonzero((fleet.edge >= 0) & (fleet.edge < edge_count))
        edge, position = fleet.edge[on_street], fleet.position_m[on_street]
        order = np.lexsort((position, edge))
        counts = np.bincount(edge, minlength=edge_count)
        return cls(
            first=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            lamps=on_street[order].astype(np.int32),
            position_m=position[order],
        )

    def along(self, edge: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Give lamps and positions on an edge, from its beginning."""
        at = slice(self.first[edge], self.first[edge + 1])
        return self.lamps[at], self.position_m[at]


@dataclass(frozen=True, slots=True)
class Beyond:
    """Lamps beyond the end of a directed edge: number, metres from that end, lamps passed."""

    lamps: NDArray[np.int32]
    metres: NDArray[np.float32]
    ordinal: NDArray[np.int32]


@dataclass(slots=True)
class Reach:
    """Look-up of the lamps around a place on the street graph."""

    streets: StreetArrays
    order: LampOrder
    _beyond: dict[tuple[int, bool], Beyond] = field(default_factory=dict)

    def ahead(
        self, edge: int, position_m: float, *, forward: bool, metres: float, at_least: int
    ) -> NDArray[np.int32]:
        """Give the lamps ahead of a place, nearest first on the own edge.

        Args:
            edge: street-graph edge of the place.
            position_m: metres from its beginning.
            forward: True looks towards the end of the edge, False towards its beginning.
            metres: how far along the streets.
            at_least: so many lamps on every branch, however far within the horizon.

        """
        lamps, positions = self.order.along(edge)
        length = float(self.streets.edge_length_m[edge])
        away = positions - position_m if forward else position_m - positions
        mine = np.flatnonzero(away >= 0.0)
        mine = mine if forward else mine[::-1]
        count = max(int(np.count_nonzero(away[mine] <= metres)), min(at_least, len(mine)))
        own = lamps[mine[:count]]
        if count < len(mine):
            return own
        rest_m = metres - (length - position_m if forward else position_m)
        beyond = self.beyond(edge, forward=forward)
        inside = (beyond.metres <= rest_m) | (beyond.ordinal < at_least - count)
        return np.concatenate((own, beyond.lamps[inside]))

    def nearest(self, edge: int, position_m: float) -> NDArray[np.int32]:
        """Give the lamp on the edge nearest to a place (empty if the edge has none)."""
        lamps, positions = self.order.along(edge)
        if not len(lamps):
            return lamps
        at = int(np.argmin(np.abs(positions - position_m)))
        return lamps[at : at + 1]

    def beyond(self, edge: int, *, forward: bool) -> Beyond:
        """Give what lies beyond one end of an edge; found once, then remembered."""
        key = (edge, forward)
        found = self._beyond.get(key)
        if found is None:
            found = self._beyond[key] = self._search(edge, forward=forward)
        return found

    def _search(self, edge: int, *, forward: bool) -> Beyond:
        """Shortest ways from one end of ``edge``, without going back through it."""
        streets = self.streets
        start = int(streets.edge_to[edge] if forward else streets.edge_from[edge])
        queue: list[tuple[float, int, int]] = [(0.0, start, 0)]
        settled: set[int] = set()
        walked = {edge}
        parts: list[tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]] = []
        while queue:
            metres, node, passed = heapq.heappop(queue)
            if node in settled or metres > HORIZON_M:
                continue
            settled.add(node)
            at = slice(streets.out_start[node], streets.out_start[node + 1])
            for next_edge in streets.out_edge[at].tolist():
                if next_edge in walked:
                    continue
                walked.add(next_edge)
                part, other = self._walk(next_edge, node, metres, passed)
                parts.append(part)
                length = float(streets.edge_length_m[next_edge])
                heapq.heappush(queue, (metres + length, other, passed + len(part[0])))
        return _joined(parts)

    def _walk(
        self, edge: int, node: int, metres: float, passed: int
    ) -> tuple[tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]], int]:
        """Give lamps, distances and ordinals along an edge entered at ``node``, and its end."""
        streets = self.streets
        lamps, positions = self.order.along(edge)
        begins_here = int(streets.edge_from[edge]) == node
        if begins_here:
            away, other = positions, int(streets.edge_to[edge])
        else:
            lamps, other = lamps[::-1], int(streets.edge_from[edge])
            away = streets.edge_length_m[edge] - positions[::-1]
        ordinal = np.arange(passed, passed + len(lamps), dtype=np.int32)
        return (lamps, (away + np.float32(metres)).astype(np.float32), ordinal), other


def _joined(
    parts: list[tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]],
) -> Beyond:
    if not parts:
        nothing = np.empty(0, dtype=np.int32)
        return Beyond(nothing, nothing.astype(np.float32), nothing)
    lamps, metres, ordinal = (np.concatenate(column) for column in zip(*parts, strict=True))
    keep = (metres <= HORIZON_M) | (ordinal < NEAR_ORDINAL)
    order = np.argsort(metres[keep], kind="stable")
    return Beyond(lamps[keep][order], metres[keep][order], ordinal[keep][order])
