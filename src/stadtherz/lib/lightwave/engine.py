"""The light engine: everything that wants light in, levels and commands out.

    reports, overrides, locks, clock  ->  rungs  ->  targets  ->  ramps  ->  changes, commands

It holds no clock, opens nothing and draws no random number: the same calls give the same night.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave import dispatch
from stadtherz.lib.lightwave.messages import Changes, Replies, Reports, Tick
from stadtherz.lib.lightwave.overrides import Override, OverrideBook
from stadtherz.lib.lightwave.policy import Policy
from stadtherz.lib.lightwave.ramps import move
from stadtherz.lib.lightwave.resolve import resolve
from stadtherz.lib.lightwave.state import LightState
from stadtherz.lib.lightwave.worklock import LightsAt, LockBook, WorkLock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.detectors import DetectorWatch
    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.presence import PresenceWave
    from stadtherz.lib.lightwave.schedule import Schedule


@dataclass(slots=True, kw_only=True)
class LightEngine:
    """A town's lamps and everything that decides about them.

    Args:
        fleet: the lamps.
        schedule: their calendars.
        policy: ramps, holds, retries.
        wave: presence light; None = the town has none.
        detectors: watch over the detectors; None = no detectors.

    """

    fleet: Fleet
    schedule: Schedule
    policy: Policy = field(default_factory=Policy)
    wave: PresenceWave | None = None
    detectors: DetectorWatch | None = None
    state: LightState = field(init=False)
    overrides: OverrideBook = field(init=False)
    locks: LockBook = field(default_factory=LockBook)
    _last_s: float | None = None
    _checked_s: float = -np.inf
    _aged_s: float = -np.inf

    def __post_init__(self) -> None:
        self.state = LightState.of(self.fleet)
        self.overrides = OverrideBook(len(self.fleet))

    def tick(self, now_s: float) -> Tick:
        """Bring everything to ``now_s`` (Unix seconds) and give what changed and must be sent.

        The clock may jump: forward, every ramp ends and what expired is gone; back, nothing runs
        longer than it was granted.
        """
        seconds = self._advance_clock(now_s)
        self._watch_detectors(now_s)
        self.schedule.apply(self.state, now_s)
        ended = self.overrides.advance(self.state, now_s)
        if self.wave is not None:
            self.wave.expire(self.state, now_s)
        move(self.state, seconds)
        resolve(self.fleet, self.state, self.policy, now_s)
        commands = dispatch.due(self.fleet, self.state, now_s)
        if not 0.0 <= now_s - self._aged_s < dispatch.AGE_S:
            self._aged_s = now_s
            dispatch.age(self.state, self.policy, now_s)
        if not 0.0 <= now_s - self._checked_s < dispatch.CHECK_S:
            self._checked_s = now_s
            again = dispatch.repeats(self.fleet, self.state, self.policy, now_s)
            commands = commands.and_also(again)
        return Tick(now_s=now_s, changes=self._changes(), commands=commands, ended=ended)

    def place(self, override: Override, now_s: float) -> None:
        """Place an override; raises ``OverrideError`` (see :meth:`OverrideBook.place`)."""
        self.overrides.place(override, self.state, now_s)

    def release(self, key: str) -> bool:
        """End an override before its time; False if there is none with that key."""
        return self.overrides.release(key, self.state)

    def lock(self, key: str, holder: str, lamps: NDArray[np.int32]) -> WorkLock:
        """Open a work permit: no command reaches these lamps (or their circuits) any more."""
        return self.locks.lock(key, holder, lamps, on=LightsAt(self.fleet, self.state))

    def unlock(self, key: str, holder: str) -> None:
        """Close a work permit; only its holder may."""
        self.locks.unlock(key, holder, on=LightsAt(self.fleet, self.state))

    def report(self, reports: Reports, now_s: float) -> None:
        """Take detector reports; shown and commanded with the next tick."""
        if self.wave is None:
            return
        if self.detectors is not None:
            reports = self.detectors.take(reports, now_s)
        self.wave.report(reports, self.state, now_s)

    def heartbeat(self, detectors: NDArray[np.int32], now_s: float) -> None:
        """Take signs of life of detectors that see nobody."""
        if self.detectors is not None:
            self.detectors.heartbeat(detectors, now_s)

    def reply(self, replies: Replies, now_s: float) -> None:
        """Take what lamps and cabinets answered."""
        dispatch.take(self.fleet, self.state, replies, self.policy, now_s)

    def lose_contact(self, lamps: NDArray[np.intp], now_s: float) -> None:
        """Note that the gateway of these lamps is gone."""
        dispatch.lose_contact(self.state, lamps, now_s)

    def snapshot(self) -> Changes:
        """Give the whole town as changes, for a viewer that just came."""
        return self._read(np.arange(len(self.fleet), dtype=np.intp))

    def _changes(self) -> Changes:
        """Give what is news, and note it as told."""
        lamps = np.flatnonzero(self.state.news)
        self.state.news.fill(False)
        return self._read(lamps)

    def _read(self, lamps: NDArray[np.intp]) -> Changes:
        state = self.state
        whole_town = len(lamps) == len(self.fleet)
        at = slice(None) if whole_town else lamps
        return Changes(
            lamps=lamps,
            levels=state.shown[at].copy(),
            targets=state.target[at].copy(),
            reasons=state.reason[at].copy(),
            knowledge=state.knowledge[at].copy(),
        )

    def _advance_clock(self, now_s: float) -> float:
        """Give the seconds since the last tick, >= 0; after a fall back, mend what would hang."""
        last_s, self._last_s = self._last_s, now_s
        if last_s is None:
            return 0.0
        if now_s >= last_s:
            return now_s - last_s
        self.overrides.clock_fell_back(self.state, now_s)
        if self.wave is not None:
            self.wave.clock_fell_back(self.state, now_s)
        if self.detectors is not None:
            self.detectors.clock_fell_back(now_s)
        np.minimum(self.state.sent_at_s, now_s, out=self.state.sent_at_s)
        np.minimum(self.state.known_at_s, now_s, out=self.state.known_at_s)
        return 0.0

    def _watch_detectors(self, now_s: float) -> None:
        """Move lamps between idle level and full schedule as their detectors come and go."""
        if self.detectors is None:
            return
        served = self.detectors.served(now_s)
        turned = np.flatnonzero(served != self.state.presence_ok)
        if len(turned):
            self.state.presence_ok[turned] = served[turned]
            self.schedule.renew(turned, self.state)
