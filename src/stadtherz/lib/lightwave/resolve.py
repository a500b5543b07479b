"""From wishes to targets: ladder, class floor, hardware."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.knowledge import Event, after
from stadtherz.lib.lightwave.ladder import (
    COMMANDABLE,
    RUNG_COUNT,
    USABLE,
    Capability,
    Rung,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.policy import Policy
    from stadtherz.lib.lightwave.state import LightState

BLOCK = 1 << 14
"""Lamps resolved at a time, so that the intermediate arrays stay in the processor's cache."""


def resolve(fleet: Fleet, state: LightState, policy: Policy, now_s: float) -> NDArray[np.intp]:
    """Give the lamps whose target or reason changed, and write both.

    Only lamps marked dirty are looked at; a lamp under a work lock keeps what it has and stays
    dirty until it is released.
    """
    dirty = np.flatnonzero(state.dirty & (state.locks == 0))
    dirty = _whole_circuits(fleet, state, dirty)
    state.dirty[dirty] = False
    switched = fleet.capability[dirty] == Capability.CIRCUIT
    single = dirty[~switched]
    changed = [_resolve_circuits(fleet, state, dirty[switched])]
    for start in range(0, len(single), BLOCK):
        block = single[start : start + BLOCK]
        changed.append(_write(state, block, *wishes(fleet, state, block)))
    lamps = np.concatenate(changed)
    _start_ramps(fleet, state, policy, lamps, now_s)
    return lamps


def wishes(
    fleet: Fleet, state: LightState, lamps: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Give level and deciding rung of each lamp by ladder and floor, before circuits."""
    capability = fleet.capability[lamps]
    level = state.wanted[Rung.DEFAULT, lamps]
    reason = np.full(len(lamps), Rung.DEFAULT, dtype=np.uint8)
    calendar = state.wanted[Rung.CALENDAR, lamps]
    night = state.night[lamps]
    for rung in range(RUNG_COUNT - 2, -1, -1):
        wish = state.wanted[rung, lamps]
        counts = ~np.isnan(wish) & USABLE[rung, capability]
        if rung == Rung.SENSOR:  # presence is for the night, and never lowers what the plan gives
            counts &= night
            wish = np.fmax(wish, calendar)
        np.copyto(level, wish, where=counts)
        reason[counts] = rung
    bound = state.floor_holds[lamps] & COMMANDABLE[capability]
    np.copyto(level, np.maximum(level, fleet.floor_percent[lamps]), where=bound)
    return level, reason


def _write(
    state: LightState,
    lamps: NDArray[np.intp],
    level: NDArray[np.float32],
    reason: NDArray[np.uint8],
) -> NDArray[np.intp]:
    differs = (level != state.target[lamps]) | (reason != state.reason[lamps])
    changed: NDArray[np.intp] = lamps[differs]
    state.target[changed] = level[differs]
    state.reason[changed] = reason[differs]
    return changed


def _whole_circuits(fleet: Fleet, state: LightState, dirty: NDArray[np.intp]) -> NDArray[np.intp]:
    """Add the other lamps of every switched circuit that is touched."""
    touched = fleet.circuit[dirty[fleet.capability[dirty] == Capability.CIRCUIT]]
    if not len(touched):
        return dirty
    hit = np.zeros(int(fleet.circuit.max()) + 2, dtype=np.bool_)
    hit[touched] = True
    members = hit[fleet.circuit] & (fleet.capability == Capability.CIRCUIT) & (state.locks == 0)
    return np.union1d(dirty, np.flatnonzero(members))


def _resolve_circuits(
    fleet: Fleet, state: LightState, members: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Resolve whole circuits: 100 where any lamp wants light, else 0, as none can be dimmed."""
    if not len(members):
        return members
    level, reason = wishes(fleet, state, members)
    circuit = fleet.circuit[members]
    lit = np.zeros(int(circuit.max()) + 1, dtype=np.bool_)
    lit[circuit[level > 0.0]] = True
    level = np.where(lit[circuit], np.float32(100.0), np.float32(0.0))
    return _write(state, members, level, reason)


def _start_ramps(
    fleet: Fleet, state: LightState, policy: Policy, lamps: NDArray[np.intp], now_s: float
) -> None:
    up = 100.0 / np.asarray(policy.up_s, dtype=np.float32)
    down = 100.0 / np.asarray(policy.down_s, dtype=np.float32)
    rising = state.target[lamps] > state.level[lamps]
    reason = state.reason[lamps]
    state.rate[lamps] = np.where(rising, up[reason], down[reason])
    state.moving[lamps] = state.target[lamps] != state.level[lamps]
    state.news[lamps] = True
    commandable = COMMANDABLE[fleet.capability[lamps]]
    state.pending[lamps[commandable]] = True
    state.tries[lamps[commandable]] = 0
    planned = lamps[~commandable]
    state.knowledge[planned] = after(Event.PLAN_CHANGED, state.knowledge[planned])
    state.known_at_s[planned] = now_s
