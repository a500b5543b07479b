"""Moving along the graph: what lies ahead, and the way from here to there."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.streetgraph.classes import CLASSES
from stadtherz.lib.streetgraph.graph import Bools, EdgeFlag, EdgePosition, Floats, StreetGraph

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mode(Enum):
    """How somebody moves; the value is the bit that an edge must carry."""

    WALK = EdgeFlag.WALK
    CYCLE = EdgeFlag.CYCLE
    DRIVE = EdgeFlag.DRIVE


@dataclass(frozen=True, slots=True)
class Travel:
    """Who moves, and what a limit or a way costs.

    Args:
        mode: on foot, by bike, by car.
        timed: cost in seconds instead of metres.
        speed_m_s: own speed; ``None`` takes 1.4 on foot, 4.5 by bike, the limit by car.
        any_way: ignore one-way streets and bans, as rescue services may (StVO s. 35).

    """

    mode: Mode
    timed: bool = False
    speed_m_s: float | None = None
    any_way: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an edge that lies ahead, in the direction of travel.

    ``from_m`` and ``to_m`` are metres from the edge's first vertex; ``from_m > to_m`` when
    travelled against the edge. ``cost`` is what it takes to reach ``from_m``: metres or seconds.
    """

    edge: int
    from_m: float
    to_m: float
    cost: float

    @property
    def forward(self) -> bool:
        """True when travelled along the edge's own direction."""
        return self.to_m >= self.from_m


@dataclass(frozen=True, slots=True)
class Route:
    """A way from start to goal: stretches in order, its length and its cost."""

    stretches: tuple[Stretch, ...]
    length_m: float
    cost: float


def may_travel(graph: StreetGraph, travel: Travel) -> tuple[Bools, Bools]:
    """(e,) masks: the edge may be used along its direction, and against it."""
    if travel.any_way:
        everywhere = np.ones(graph.edge_count, dtype=bool)
        return everywhere, everywhere
    flags = graph.edge_flags
    along = (flags & travel.mode.value) != 0
    if travel.mode is Mode.WALK:
        return along, along
    oneway = (flags & EdgeFlag.ONEWAY) != 0
    if travel.mode is Mode.CYCLE:
        oneway &= (flags & EdgeFlag.CYCLE_BOTH_WAYS) == 0
    return along, along & ~oneway


def cost_per_m(graph: StreetGraph, travel: Travel) -> Floats:
    """(e,) cost of one metre: 1, or seconds when the travel is timed."""
    if not travel.timed:
        return np.ones(graph.edge_count)
    if travel.speed_m_s is not None:
        return np.full(graph.edge_count, 1.0 / travel.speed_m_s)
    if travel.mode is Mode.DRIVE:
        by_class = np.array([way.speed_kmh for way in CLASSES])[graph.edge_class]
        known = graph.edge_speed_kmh
        return 3.6 / np.where(known > 0, known, by_class).astype(np.float64)
    return np.full(graph.edge_count, 1 / 1.4 if travel.mode is Mode.WALK else 1 / 4.5)


def reach(
    graph: StreetGraph,
    start: EdgePosition,
    travel: Travel,
    *,
    limit: float,
    forward: bool | None = None,
) -> tuple[Stretch, ...]:
    """Everything ahead of somebody within a limit, fanned out at junctions, nearest first.

    Args:
        graph: the streets.
        start: where they are.
        travel: how they move; the limit is metres, or seconds when ``travel.timed``.
        limit: how far ahead to look, > 0.
        forward: direction along the start's edge; ``None`` looks both ways (direction unknown).

    Nobody is assumed to turn round in the middle of a street: the edge by which a junction was
    reached is left out there, so light does not run back behind a walker. Movement that has
    already begun against a one-way street goes on to its end.

    """
    search = _Search(graph, travel)
    ways = (True, False) if forward is None else (forward,)
    found = [search.leave(start, forward=ahead, limit=limit) for ahead in ways]
    for node, cost in search.settled(limit):
        found.extend(search.onward(node, cost, limit))
    return tuple(sorted(found, key=lambda stretch: stretch.cost))


def shortest_path(
    graph: StreetGraph, start: EdgePosition, goal: EdgePosition, travel: Travel
) -> Route | None:
    """The cheapest way between two places on edges, or ``None`` when there is none."""
    search = _Search(graph, travel)
    direct = _same_edge(search, start, goal)
    for ahead, allowed in ((True, search.may[0]), (False, search.may[1])):
        if allowed[start.edge]:
            search.leave(start, forward=ahead, limit=np.inf)
    ends = search.ends_at(goal)
    best: tuple[float, int] = (direct.cost if direct else np.inf, -1)
    for node, cost in search.settled(np.inf):
        if cost >= best[0]:
            break
        if node in ends:
            best = min(best, (cost + ends[node], node))
    if best[1] < 0:
        return direct
    stretches = search.way_back(best[1], start, goal)
    length = sum(abs(part.to_m - part.from_m) for part in stretches)
    return Route(stretches, length, best[0])


class _Search:
    """Dijkstra's search over the junctions, with the edge by which each was reached."""

    def __init__(self, graph: StreetGraph, travel: Travel) -> None:
        self.graph = graph
        self.may = may_travel(graph, travel)
        self.per_m = cost_per_m(graph, travel)
        self.cost: dict[int, float] = {}
        self.via: dict[int, tuple[int, int, bool]] = {}  # edge, node before or -1, forward
        self.heap: list[tuple[float, int]] = []

    def leave(self, start: EdgePosition, *, forward: bool, limit: float) -> Stretch:
        """Run from a place to the end of its edge and remember the junction there."""
        edge, length = start.edge, float(self.graph.edge_length_m[start.edge])
        end = length if forward else 0.0
        ahead_m = abs(end - start.along_m)
        node = int((self.graph.edge_to if forward else self.graph.edge_from)[edge])
        self._offer(node, ahead_m * float(self.per_m[edge]), (edge, -1, forward))
        run = min(ahead_m, limit / float(self.per_m[edge]))
        to_m = start.along_m + run if forward else start.along_m - run
        return Stretch(edge, start.along_m, to_m, 0.0)

    def settled(self, limit: float) -> Iterator[tuple[int, float]]:
        """Junctions within the limit, nearest first."""
        while self.heap:
            cost, node = heapq.heappop(self.heap)
            if cost >= limit:
                return
            if cost > self.cost[node]:
                continue
            yield node, cost
            for edge, forward, other in self._leaving(node):
                onward = float(self.graph.edge_length_m[edge] * self.per_m[edge])
                self._offer(other, cost + onward, (edge, node, forward))

    def onward(self, node: int, cost: float, limit: float) -> Iterator[Stretch]:
        """The parts of the leaving edges that are within the limit."""
        for edge, forward, _ in self._leaving(node):
            length = float(self.graph.edge_length_m[edge])
            run = min(length, (limit - cost) / float(self.per_m[edge]))
            if forward:
                yield Stretch(edge, 0.0, run, cost)
            else:
                yield Stretch(edge, length, length - run, cost)

    def ends_at(self, goal: EdgePosition) -> dict[int, float]:
        """Junctions from which the goal's edge may be entered, with the cost from there."""
        edge, graph = goal.edge, self.graph
        ends: dict[int, float] = {}
        if self.may[0][edge]:
            ends[int(graph.edge_from[edge])] = goal.along_m * float(self.per_m[edge])
        if self.may[1][edge]:
            back = float(graph.edge_length_m[edge] - goal.along_m) * float(self.per_m[edge])
            node = int(graph.edge_to[edge])
            ends[node] = min(back, ends.get(node, np.inf))
        return ends

    def way_back(self, last: int, start: EdgePosition, goal: EdgePosition) -> tuple[Stretch, ...]:
        """The stretches from start to goal, the last junction before the goal given."""
        graph = self.graph
        hops: list[tuple[int, int, bool]] = []  # edge, node at its end, forward
        node = last
        while node >= 0:
            edge, before, forward = self.via[node]
            hops.append((edge, node, forward))
            node = before
        stretches: list[Stretch] = []
        cost = 0.0
        for edge, node, forward in reversed(hops):
            length = float(graph.edge_length_m[edge])
            begin = start.along_m if not stretches else (0.0 if forward else length)
            end = length if forward else 0.0
            stretches.append(Stretch(edge, begin, end, cost))
            cost = self.cost[node]
        stretches.append(self._into(goal, last, cost))
        return tuple(stretches)

    def _into(self, goal: EdgePosition, node: int, cost: float) -> Stretch:
        length = float(self.graph.edge_length_m[goal.edge])
        at_start = int(self.graph.edge_from[goal.edge]) == node and bool(self.may[0][goal.edge])
        at_end = int(self.graph.edge_to[goal.edge]) == node and bool(self.may[1][goal.edge])
        if at_start and at_end:  # a loop road: the shorter side
            at_start = goal.along_m <= length / 2
        return Stretch(goal.edge, 0.0 if at_start else length, goal.along_m, cost)

    def _leaving(self, node: int) -> Iterator[tuple[int, bool, int]]:
        graph, came_by = self.graph, self.via[node][0]
        for slot in range(int(graph.out_start[node]), int(graph.out_start[node + 1])):
            edge, forward = int(graph.out_edge[slot]), bool(graph.out_forward[slot])
            if edge != came_by and self.may[0 if forward else 1][edge]:
                yield edge, forward, int((graph.edge_to if forward else graph.edge_from)[edge])

    def _offer(self, node: int, cost: float, via: tuple[int, int, bool]) -> None:
        if cost < self.cost.get(node, np.inf):
            self.cost[node], self.via[node] = cost, via
            heapq.heappush(self.heap, (cost, node))


def _same_edge(search: _Search, start: EdgePosition, goal: EdgePosition) -> Route | None:
    """Start and goal on one edge, where the direction between them is allowed."""
    if start.edge != goal.edge:
        return None
    forward = goal.along_m >= start.along_m
    if not search.may[0 if forward else 1][start.edge]:
        return None
    length = abs(goal.along_m - start.along_m)
    stretch = Stretch(start.edge, start.along_m, goal.along_m, 0.0)
    return Route((stretch,), length, length * float(search.per_m[start.edge]))
