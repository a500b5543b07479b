"""Simulated street users and the detectors that see them, for the demo and for tests.

Everything random comes from the generator that is handed in; the same seed gives the same night.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.messages import Reports
from stadtherz.lib.lightwave.policy import Mover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.graph import StreetArrays

SPEED_MPS = {Mover.WALKER: (1.0, 1.7), Mover.BIKE: (3.5, 6.5), Mover.CAR: (8.3, 13.9)}
"""Range of speeds by kind of user, metres per second."""
LEGS_MAX = 64
"""Edges that one user may cross in one step; longer steps are cut there."""


@dataclass(frozen=True, slots=True)
class Legs:
    """Pieces of way walked in one step: user, edge, from and to (metres), direction; shape (K,)."""

    user: NDArray[np.intp]
    edge: NDArray[np.int32]
    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]
    direction: NDArray[np.int8]


@dataclass(slots=True)
class People:
    """Users on the street graph; arrays of shape (K,)."""

    streets: StreetArrays
    random: np.random.Generator
    edge: NDArray[np.int32]
    position_m: NDArray[np.float64]
    direction: NDArray[np.int8]
    speed_mps: NDArray[np.float64]
    mover: NDArray[np.uint8]

    @classmethod
    def of(
        cls,
        streets: StreetArrays,
        counts: dict[Mover, int],
        random: np.random.Generator,
        *,
        edges: NDArray[np.int32] | None = None,
    ) -> People:
        """Place so many users of each kind, long edges being likelier.

        Args:
            streets: the graph.
            counts: users by kind.
            random: source of all chance.
            edges: where they may start; None = anywhere.

        """
        total = sum(counts.values())
        starts = np.arange(len(streets.edge_length_m), dtype=np.int32) if edges is None else edges
        length = streets.edge_length_m[starts].astype(np.float64)
        edge = random.choice(starts, size=total, p=length / length.sum())
        mover = np.repeat([int(kind) for kind in counts], list(counts.values()))
        low, high = np.array([SPEED_MPS[kind] for kind in Mover]).T
        return cls(
            streets=streets,
            random=random,
            edge=edge.astype(np.int32),
            position_m=random.random(total) * streets.edge_length_m[edge],
            direction=random.choice(np.array([-1, 1], dtype=np.int8), size=total),
            speed_mps=random.uniform(low[mover], high[mover]),
            mover=mover.astype(np.uint8),
        )

    def step(self, seconds: float) -> Legs:
        """Let everybody go on for ``seconds``; at junctions they choose, at dead ends they turn."""
        left_m = self.speed_mps * seconds
        legs: list[Legs] = []
        going = np.flatnonzero(left_m > 0.0)
        while len(going) and len(legs) < LEGS_MAX:
            legs.append(self._leg(going, left_m))
            going = going[left_m[going] > 0.0]
            self._choose(going)
        return _joined(legs)

    def _leg(self, going: NDArray[np.intp], left_m: NDArray[np.float64]) -> Legs:
        edge, direction = self.edge[going], self.direction[going]
        from_m = self.position_m[going]
        end_m = np.where(direction > 0, self.streets.edge_length_m[edge], 0.0)
        way_m = np.minimum(left_m[going], np.abs(end_m - from_m))
        to_m = from_m + direction * way_m
        self.position_m[going] = to_m
        left_m[going] -= way_m
        return Legs(going, edge, from_m, to_m, direction)

    def _choose(self, going: NDArray[np.intp]) -> None:
        """Take one of the other edges at the node reached."""
        streets, edge = self.streets, self.edge[going]
        forward = self.direction[going] > 0
        node = np.where(forward, streets.edge_to[edge], streets.edge_from[edge])
        first = streets.out_start[node]
        degree = streets.out_start[node + 1] - first
        slot = (self.random.random(len(going)) * degree).astype(np.int32)
        chosen = streets.out_edge[first + slot]
        back = chosen == edge
        chosen[back] = streets.out_edge[(first + (slot + 1) % degree)[back]]
        begins = streets.edge_from[chosen] == node
        self.edge[going] = chosen
        self.direction[going] = np.where(begins, 1, -1)
        self.position_m[going] = np.where(begins, 0.0, streets.edge_length_m[chosen])


@dataclass(frozen=True, slots=True)
class SimulatedDetectors:
    """Detectors on lamp masts that see who passes.

    Args:
        lamp: the lamp each one is mounted on, shape (D,).
        edge, position_m: where it looks.
        gives_direction: True like a radar, False like a motion detector.
        range_m: how far it sees along its edge.

    """

    lamp: NDArray[np.int32]
    edge: NDArray[np.int32]
    position_m: NDArray[np.float64]
    gives_direction: NDArray[np.bool_]
    range_m: float
    _key: NDArray[np.float64]
    _order: NDArray[np.intp]

    @classmethod
    def on(
        cls,
        fleet: Fleet,
        lamps: NDArray[np.int32],
        *,
        gives_direction: NDArray[np.bool_] | bool = True,
        range_m: float = 12.0,
    ) -> SimulatedDetectors:
        """Mount one detector on each of ``lamps``; lamps off the street graph get none."""
        lamps = lamps[fleet.edge[lamps] >= 0]
        edge, position = fleet.edge[lamps], fleet.position_m[lamps].astype(np.float64)
        key = edge * _EDGE_M + position
        order = np.argsort(key, kind="stable")
        radar = np.broadcast_to(np.asarray(gives_direction, dtype=np.bool_), lamps.shape)
        return cls(lamps, edge, position, radar.copy(), range_m, key[order], order)

    def __len__(self) -> int:
        return len(self.lamp)

    def reports(self, legs: Legs, mover: NDArray[np.uint8]) -> Reports:
        """Give what the detectors report of these legs; ``mover`` is the kind of every user."""
        base = legs.edge * _EDGE_M
        low = base + np.minimum(legs.from_m, legs.to_m) - self.range_m
        high = base + np.maximum(legs.from_m, legs.to_m) + self.range_m
        first = np.searchsorted(self._key, low, side="left")
        count = np.searchsorted(self._key, high, side="right") - first
        leg = np.repeat(np.arange(len(count)), count)
        within = np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)
        seen = self._order[first[leg] + within]
        return self.as_reports(
            seen,
            np.where(self.gives_direction[seen], legs.direction[leg], 0),
            mover[legs.user[leg]],
        )

    def as_reports(
        self, seen: NDArray[np.intp], direction: NDArray[np.int_], mover: NDArray[np.uint8]
    ) -> Reports:
        """Make reports of detectors ``seen`` (numbers) at their own places."""
        return Reports(
            detector=seen.astype(np.int32),
            edge=self.edge[seen],
            position_m=self.position_m[seen].astype(np.float32),
            direction=direction.astype(np.int8),
            mover=mover.astype(np.uint8),
        )


_EDGE_M = 1.0e6
"""Distance between edges on the common number line of the look-up: longer than any street."""


def _joined(legs: list[Legs]) -> Legs:
    if not legs:
        none = np.empty(0)
        numbers = none.astype(np.intp)
        return Legs(numbers, none.astype(np.int32), none, none, none.astype(np.int8))
    return Legs(
        np.concatenate([leg.user for leg in legs]),
        np.concatenate([leg.edge for leg in legs]),
        np.concatenate([leg.from_m for leg in legs]),
        np.concatenate([leg.to_m for leg in legs]),
        np.concatenate([leg.direction for leg in legs]),
    )
