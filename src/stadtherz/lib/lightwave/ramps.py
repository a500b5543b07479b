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


def move(state: LightState, seconds: float) -> NDArray[np.intp]:
    """Advance all ramps by ``seconds`` (>= 0); give the lamps whose whole percent changed.

    A lamp that arrives is no longer moving. Both ways of walking give the same result; the dense
    one touches each array once.
    """
    moving = int(np.count_nonzero(state.moving))
    if moving * DENSE_SHARE > len(state.moving):
        return _move_dense(state, seconds)
    if moving:
        return _move_some(state, np.flatnonzero(state.moving), seconds)
    return np.empty(0, dtype=np.intp)


def _move_some(state: LightState, lamps: NDArray[np.intp], seconds: float) -> NDArray[np.intp]:
    level, target = state.level[lamps], state.target[lamps]
    reach = state.rate[lamps] * np.float32(seconds)
    level += np.clip(target - level, -reach, reach)
    state.level[lamps] = level
    state.moving[lamps] = level != target
    whole = (level + np.float32(0.5)).astype(np.uint8)
    changed = whole != state.shown[lamps]
    state.shown[lamps] = whole
    arrived: NDArray[np.intp] = lamps[changed]
    return arrived


def _move_dense(state: LightState, seconds: float) -> NDArray[np.intp]:
    """Walk through all lamps block by block, with work arrays made once.

    Lamps that do not move must stay: for them the way to go is zero (``moving`` as a factor).
    """
    step, reach = np.empty((2, BLOCK), dtype=np.float32)
    whole = np.empty(BLOCK, dtype=np.uint8)
    changed = np.zeros(len(state.level), dtype=np.bool_)
    for start in range(0, len(state.level), BLOCK):
        at = slice(start, start + BLOCK)
        level, target, moving = state.level[at], state.target[at], state.moving[at]
        count = len(level)
        s, r, w = step[:count], reach[:count], whole[:count]
        np.multiply(state.rate[at], np.float32(seconds), out=r)
        np.multiply(r, moving, out=r)
        np.subtract(target, level, out=s)
        np.minimum(s, r, out=s)
        np.negative(r, out=r)
        np.maximum(s, r, out=s)
        np.add(level, s, out=level)
        np.not_equal(level, target, out=s, casting="unsafe")
        np.multiply(s, moving, out=moving, casting="unsafe")
        np.add(level, np.float32(0.5), out=s)
        np.copyto(w, s, casting="unsafe")
        np.not_equal(w, state.shown[at], out=changed[at])
        state.shown[at] = w
    return np.flatnonzero(changed)
