"""The changing state of all lamps as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.knowledge import Knowledge
from stadtherz.lib.lightwave.ladder import RUNG_COUNT, Rung

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet


@dataclass(slots=True, kw_only=True)
class LightState:
    """State of N lamps; shape (N,) unless said otherwise, moments in Unix seconds (UTC).

    Args:
        wanted: level that each rung wants, percent, NaN = nothing, shape (rungs, N).
        until_s: when each wish ends, ``inf`` = when its owner says so, shape (rungs, N).
        target: the effective level after ladder, floor and hardware, percent.
        reason: rung code of the target, or ``LOCKED``.
        level: the level now, on its ramp towards the target, percent of nominal flux.
        rate: how fast the level moves, percent per second.
        shown: the level as whole percent, 0..100; always goes with ``level``.
        night: the calendar says it is dark here.
        floor_holds: the class floor binds now (off by plan: no).
        presence_ok: a working detector serves this lamp.
        sensed: the sensor rung wants something.
        raised_at_s: when presence last raised this lamp (for the minimum dwell).
        locks: number of work locks on the lamp.
        commanded: last level sent, NaN = none.
        sent_at_s: when it was sent.
        tries: sends without a fitting reply.
        knowledge: :class:`Knowledge` codes; known_at_s: since when.
        reported: last level the lamp itself reported, NaN = none; never an expectation.
        dirty, moving, pending, news: work marks of the tick (to resolve, on a ramp, to send, to
            hand out).

    """

    wanted: NDArray[np.float32]
    until_s: NDArray[np.float64]
    target: NDArray[np.float32]
    reason: NDArray[np.uint8]
    level: NDArray[np.float32]
    rate: NDArray[np.float32]
    shown: NDArray[np.uint8]
    night: NDArray[np.bool_]
    floor_holds: NDArray[np.bool_]
    presence_ok: NDArray[np.bool_]
    sensed: NDArray[np.bool_]
    raised_at_s: NDArray[np.float64]
    locks: NDArray[np.uint8]
    commanded: NDArray[np.float32]
    sent_at_s: NDArray[np.float64]
    tries: NDArray[np.uint8]
    knowledge: NDArray[np.uint8]
    known_at_s: NDArray[np.float64]
    reported: NDArray[np.float32]
    dirty: NDArray[np.bool_]
    moving: NDArray[np.bool_]
    pending: NDArray[np.bool_]
    news: NDArray[np.bool_]

    @classmethod
    def of(cls, fleet: Fleet) -> LightState:
        """Make the state in which nothing is known yet; the first tick derives the rest."""
        count = len(fleet)
        wanted = np.full((RUNG_COUNT, count), np.nan, dtype=np.float32)
        wanted[Rung.DEFAULT] = fleet.default_percent
        return cls(
            wanted=wanted,
            until_s=np.full((RUNG_COUNT, count), np.inf),
            target=np.zeros(count, dtype=np.float32),
            reason=np.full(count, Rung.DEFAULT, dtype=np.uint8),
            level=np.zeros(count, dtype=np.float32),
            rate=np.ones(count, dtype=np.float32),
            shown=np.zeros(count, dtype=np.uint8),
            night=np.zeros(count, dtype=np.bool_),
            floor_holds=np.zeros(count, dtype=np.bool_),
            presence_ok=np.zeros(count, dtype=np.bool_),
            sensed=np.zeros(count, dtype=np.bool_),
            raised_at_s=np.full(count, -np.inf),
            locks=np.zeros(count, dtype=np.uint8),
            commanded=np.full(count, np.nan, dtype=np.float32),
            sent_at_s=np.full(count, -np.inf),
            tries=np.zeros(count, dtype=np.uint8),
            knowledge=np.full(count, Knowledge.UNKNOWN, dtype=np.uint8),
            known_at_s=np.full(count, -np.inf),
            reported=np.full(count, np.nan, dtype=np.float32),
            dirty=np.ones(count, dtype=np.bool_),
            moving=np.zeros(count, dtype=np.bool_),
            pending=fleet.commandable.copy(),
            news=np.ones(count, dtype=np.bool_),
        )

    @property
    def bytes_moved_per_tick(self) -> int:
        """Bytes of a tick in which every lamp is on a ramp.

        Target, rate and level are read, level, shown and the moving mark are written.
        """
        read = self.target.nbytes + self.rate.nbytes + self.level.nbytes + self.shown.nbytes
        return read + self.level.nbytes + self.shown.nbytes + self.moving.nbytes
