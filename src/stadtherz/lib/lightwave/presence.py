"""Presence light: a detector's report becomes a wave of light along the street graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.changes_cap import ChangesCap
from stadtherz.lib.lightwave.ladder import Capability, Rung
from stadtherz.lib.lightwave.policy import Mover, Policy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.messages import Reports
    from stadtherz.lib.lightwave.reach import Reach
    from stadtherz.lib.lightwave.state import LightState


@dataclass(slots=True)
class PresenceWave:
    """The sensor rung: what detectors want, how long, and how often.

    It never looks at other rungs, so it is the same with and without overrides. It only raises:
    a wish below the calendar's level is taken as the calendar's level.
    """

    fleet: Fleet
    reach: Reach
    policy: Policy
    cap: ChangesCap = field(init=False)

    def __post_init__(self) -> None:
        self.cap = ChangesCap(len(self.fleet), self.policy.changes_per_hour)

    def lit_by(
        self, edge: int, position_m: float, direction: int, mover: Mover
    ) -> NDArray[np.int32]:
        """Give the lamps that one user needs, each once.

        The own lamp and at least ``lamps_ahead`` more ahead on every branch, the way ahead by
        speed, the tail behind. With an unknown direction (0) both sides count as ahead.
        """
        presence = self.policy.presence[mover]
        parts = [self.reach.nearest(edge, position_m)]
        for way in (1, -1):
            leads = direction in {way, 0}
            parts.append(
                self.reach.ahead(
                    edge,
                    position_m,
                    forward=way > 0,
                    metres=presence.ahead_m if leads else presence.behind_m,
                    at_least=1 + self.policy.lamps_ahead if leads else 0,
                )
            )
        return np.unique(np.concatenate(parts))

    def report(self, reports: Reports, state: LightState, now_s: float) -> None:
        """Raise what the reports ask for."""
        self.cap.advance(now_s)
        for edge, position_m, direction, code in zip(
            reports.edge.tolist(),
            reports.position_m.tolist(),
            reports.direction.tolist(),
            reports.mover.tolist(),
            strict=True,
        ):
            mover = Mover(code)
            lamps = self.lit_by(edge, position_m, direction, mover)
            self.raise_lamps(lamps, state, now_s, self.policy.presence[mover].hold_s)

    def raise_lamps(
        self, lamps: NDArray[np.int32], state: LightState, now_s: float, hold_s: float
    ) -> None:
        """Want the presence level on ``lamps`` (each once) for ``hold_s`` from now.

        By day and on lamps without presence hardware nothing happens. A lamp near windows that
        spent its changes of the hour stays on its schedule, which is never below the class floor.
        """
        capable = self.fleet.capability[lamps] == Capability.PRESENCE_CAPABLE
        at = lamps[capable & state.night[lamps]].astype(np.intp)
        new = at[~state.sensed[at]]
        near = new[self.fleet.near_window[new]]
        refused = near[~self.cap.may_raise(near)]
        self.cap.count(near[self.cap.may_raise(near)])
        new = np.setdiff1d(new, refused, assume_unique=True)
        state.sensed[new] = True
        state.raised_at_s[new] = now_s
        state.wanted[Rung.SENSOR, new] = self.fleet.presence_percent[new]
        state.until_s[Rung.SENSOR, new] = now_s + self.policy.dwell_s
        state.dirty[new] = True
        held = at[state.sensed[at]]
        until_s = state.until_s[Rung.SENSOR]
        until_s[held] = np.maximum(until_s[held], now_s + hold_s)

    def expire(self, state: LightState, now_s: float) -> None:
        """Let go of lamps whose hold is over."""
        self.cap.advance(now_s)
        lamps = np.flatnonzero(state.sensed)
        over = lamps[state.until_s[Rung.SENSOR, lamps] <= now_s]
        self.cap.count(over[self.fleet.near_window[over]])
        state.sensed[over] = False
        state.wanted[Rung.SENSOR, over] = np.nan
        state.until_s[Rung.SENSOR, over] = np.inf
        state.dirty[over] = True

    def clock_fell_back(self, state: LightState, now_s: float) -> None:
        """Let no hold last longer than the longest that could begin now."""
        longest_s = max(presence.hold_s for presence in self.policy.presence.values())
        longest_s = max(longest_s, self.policy.dwell_s)
        until_s = state.until_s[Rung.SENSOR]
        lamps = np.flatnonzero(state.sensed)
        until_s[lamps] = np.minimum(until_s[lamps], now_s + longest_s)
