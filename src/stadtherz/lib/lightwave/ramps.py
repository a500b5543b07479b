"""Levels on their way to their targets, one tick at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.state import LightState

DENSE_SHARE = 8
"""With more than one lamp in so many on a ramp, all are walked through in blocks."""
BLOCK = 1 << 14
"""Lamps per block: four float32 work arrays of this length fit a level-2 cache."""


def move(state: LightState, seconds: float) -> None:
    """Advance all ramps by ``seconds`` (>= 0); lamps whose whole percent changed become news.

    A lamp that arrives is no longer moving. A lamp that must stay where it is (work lock, gear
    that does not obey) has the rate 0. Both ways of walking give the same result; the dense one
    touches each array once.
    """
    moving = int(np.count_nonzero(state.moving))
    if moving * DENSE_SHARE > len(state.moving):
        _move_dense(state, seconds)
    elif moving:
        _move_some(state, np.flatnonzero(state.moving), seconds)


def _move_some(state: LightState, lamps: NDArray[np.intp], seconds: float) -> None:
    level, target = state.level[lamps], state.target[lamps]
    reach = state.rate[lamps] * np.float32(seconds)
    level += np.clip(target - level, -reach, reach)
    state.level[lamps] = level
    state.moving[lamps] = (level != target) & (state.rate[lamps] > 0)
    whole = (level + np.float32(0.5)).astype(np.uint8)
    state.news[lamps[whole != state.shown[lamps]]] = True
    state.shown[lamps] = whole


def _move_dense(state: LightState, seconds: float) -> None:
    """Walk through all lamps block by block, with work arrays made once.

    Lamps that do not move are at their target or have the rate 0, so nothing happens to them.
    """
    step, reach = np.empty((2, BLOCK), dtype=np.float32)
    whole, flag = np.empty(BLOCK, dtype=np.uint8), np.empty(BLOCK, dtype=np.bool_)
    for start in range(0, len(state.level), BLOCK):
        at = slice(start, start + BLOCK)
        level, target, rate = state.level[at], state.target[at], state.rate[at]
        count = len(level)
        s, r, w, f = step[:count], reach[:count], whole[:count], flag[:count]
        np.multiply(rate, np.float32(seconds), out=r)
        np.subtract(target, level, out=s)
        np.minimum(s, r, out=s)
        np.multiply(r, np.float32(-1.0), out=r)  # many times faster than np.negative in place
        np.maximum(s, r, out=s)
        np.add(level, s, out=level)
        np.not_equal(level, target, out=f)
        np.greater(rate, np.float32(0.0), out=state.moving[at])
        np.logical_and(state.moving[at], f, out=state.moving[at])
        np.add(level, np.float32(0.5), out=s)
        np.copyto(w, s, casting="unsafe")
        np.not_equal(w, state.shown[at], out=f)
        np.logical_or(state.news[at], f, out=state.news[at])
        state.shown[at] = w
