"""Which commands leave, which are repeated, and what replies mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.knowledge import Event, Knowledge, after
from stadtherz.lib.lightwave.ladder import COMMANDABLE, TAKES_LEVEL, Capability
from stadtherz.lib.lightwave.limits import RAMP_LIMITS_2026
from stadtherz.lib.lightwave.messages import Commands, Replies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.policy import Policy
    from stadtherz.lib.lightwave.state import LightState

AGREES_PERCENT = 2.0
"""A report this near to the level commanded agrees with it (steps of control gear)."""
SLOWEST_PERCENT_PER_S = np.float32(100.0 / RAMP_LIMITS_2026.down_s[1])
"""Rate of a lamp that obeys again after it did not."""
CHECK_S = 1.0
"""Overdue replies are looked for this often."""
AGE_S = 30.0
"""Old reports are looked for this often."""
SAME_PERCENT = 0.5
"""A target this near to the last command needs no new one."""


def due(fleet: Fleet, state: LightState, now_s: float) -> Commands:
    """Give the commands that must leave now, and note them as sent.

    A lamp under a work lock gets none, nor does one whose last command said the same.
    """
    waiting = np.flatnonzero(state.pending & (state.locks == 0))
    far = ~(np.abs(state.target[waiting] - state.commanded[waiting]) < SAME_PERCENT)
    state.pending[waiting] = False
    fresh = waiting[far]
    _note(state, fresh, Event.COMMAND_SENT, now_s)
    return _commands(fleet, state, fresh)


def repeats(fleet: Fleet, state: LightState, policy: Policy, now_s: float) -> Commands:
    """Give the commands that went unanswered; after the last try a lamp is unknown, then probed."""
    again, probes = _overdue(fleet, state, policy, now_s)
    _note(state, again, Event.COMMAND_SENT, now_s)
    _note(state, probes, Event.PROBE_SENT, now_s)
    return _commands(fleet, state, np.union1d(again, probes))


def take(fleet: Fleet, state: LightState, replies: Replies, policy: Policy, now_s: float) -> None:
    """Note what lamps and cabinets answered; a lamp that differs is commanded again, then left."""
    lamps, level = replies.lamps, replies.level_percent
    _know(state, lamps, Event.LAMP_REPORTED, now_s, refresh=True)
    state.reported[lamps] = level
    differs = ~(np.abs(level - state.commanded[lamps]) <= AGREES_PERCENT)
    agreed = lamps[~differs]
    state.tries[agreed] = 0
    behind = agreed[(state.level[agreed] != state.target[agreed]) & (state.locks[agreed] == 0)]
    state.moving[behind] = True
    state.rate[behind] = np.maximum(state.rate[behind], SLOWEST_PERCENT_PER_S)
    wrong, measured = lamps[differs], level[differs]
    state.level[wrong] = measured
    state.shown[wrong] = (measured + np.float32(0.5)).astype(np.uint8)
    state.moving[wrong] = False
    state.rate[wrong] = 0.0
    state.news[wrong] = True
    retry = wrong[(state.tries[wrong] < policy.tries) & COMMANDABLE[fleet.capability[wrong]]]
    state.commanded[retry] = np.nan
    state.pending[retry] = True
    if len(replies.circuits):
        answered = np.isin(fleet.circuit, replies.circuits)
        members = np.flatnonzero(answered & (fleet.capability == Capability.CIRCUIT))
        _know(state, members, Event.SUPPLY_CONFIRMED, now_s, refresh=True)
        state.tries[members] = 0


def lose_contact(state: LightState, lamps: NDArray[np.intp], now_s: float) -> None:
    """Note that the gateway of ``lamps`` is gone: their level is unknown, not off."""
    _know(state, lamps, Event.CONTACT_LOST, now_s)


def age(state: LightState, policy: Policy, now_s: float) -> None:
    """Call reports that are too old expected instead of confirmed."""
    confirmed = np.flatnonzero(state.knowledge == Knowledge.CONFIRMED)
    old = confirmed[now_s - state.known_at_s[confirmed] > policy.trust_s]
    _know(state, old, Event.REPORT_AGED, now_s)


def _overdue(
    fleet: Fleet, state: LightState, policy: Policy, now_s: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the lamps to be asked again, and those that get a slow probe."""
    late = np.flatnonzero(state.knowledge == Knowledge.COMMANDED)
    late = late[(now_s - state.sent_at_s[late] > policy.reply_s) & (state.locks[late] == 0)]
    given_up = late[state.tries[late] >= policy.tries]
    _know(state, given_up, Event.REPLY_OVERDUE, now_s)
    lost = np.flatnonzero(state.knowledge == Knowledge.UNKNOWN)
    lost = lost[COMMANDABLE[fleet.capability[lost]] & (state.locks[lost] == 0)]
    probes = lost[now_s - state.sent_at_s[lost] > policy.probe_s]
    return late[state.tries[late] < policy.tries], probes


def _note(state: LightState, lamps: NDArray[np.intp], event: Event, now_s: float) -> None:
    state.commanded[lamps] = state.target[lamps]
    state.sent_at_s[lamps] = now_s
    state.tries[lamps] = np.minimum(state.tries[lamps], 254) + np.uint8(1)
    _know(state, lamps, event, now_s)


def _know(
    state: LightState, lamps: NDArray[np.intp], event: Event, now_s: float, *, refresh: bool = False
) -> None:
    before = state.knowledge[lamps]
    now = after(event, before)
    state.knowledge[lamps] = now
    turned = lamps[now != before]
    state.news[turned] = True
    state.known_at_s[lamps if refresh else turned] = now_s


def _commands(fleet: Fleet, state: LightState, lamps: NDArray[np.intp]) -> Commands:
    capability = fleet.capability[lamps]
    single = lamps[TAKES_LEVEL[capability]]
    switched = lamps[capability == Capability.CIRCUIT]
    circuits, at = np.unique(fleet.circuit[switched], return_index=True)
    way = np.abs(state.target[single] - state.level[single])
    return Commands(
        lamps=single,
        level_percent=state.target[single],
        ramp_s=(way / np.maximum(state.rate[single], SLOWEST_PERCENT_PER_S)).astype(np.float32),
        reason=state.reason[single],
        circuits=circuits.astype(np.int32),
        circuit_on=state.target[switched[at]] > 0.0,
    )
