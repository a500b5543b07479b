"""Overrides: who wants another level, why, and until when; undone exactly.

An override writes only into its own rung. On that rung the brightest of the running ones counts;
when one ends, the rung is laid out anew from those that remain, so nothing of it stays behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.fleet import FULL_PERCENT
from stadtherz.lib.lightwave.ladder import OVERRIDE_RUNGS, Rung

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.state import LightState


class OverrideError(CityError):
    """An override that must not be placed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A wish above the calendar, by somebody, for a reason, with an end.

    Args:
        key: the caller's identifier; placing the same key again replaces the older one.
        rung: RESCUE, SAFETY or MANUAL.
        lamps: lamp numbers, integer array.
        level_percent: share of nominal luminous flux, 0..100.
        owner: who is responsible (an identifier; no personal name is needed here).
        reason: why, for people.
        starts_at_s: Unix seconds.
        expires_at_s: Unix seconds, after the start; there is no override without an end.

    """

    key: str
    rung: Rung
    lamps: NDArray[np.int32]
    level_percent: float
    owner: str
    reason: str
    starts_at_s: float
    expires_at_s: float

    @property
    def duration_s(self) -> float:
        """Granted length in seconds."""
        return self.expires_at_s - self.starts_at_s


@dataclass(slots=True)
class OverrideBook:
    """The overrides that wait or run, by key."""

    lamp_count: int
    waiting: dict[str, Override] = field(default_factory=dict)
    running: dict[str, Override] = field(default_factory=dict)

    def place(self, override: Override, state: LightState, now_s: float) -> None:
        """Place ``override``, replacing one with the same key.

        Raises:
            OverrideError: no owner, no reason, no end, a wrong rung, level or lamp.

        """
        override = _checked(override, self.lamp_count)
        self.release(override.key, state)
        self.waiting[override.key] = override
        self.advance(state, now_s)

    def release(self, key: str, state: LightState) -> bool:
        """End an override before its time; False if there is none with that key."""
        self.waiting.pop(key, None)
        gone = self.running.pop(key, None)
        if gone is None:
            return False
        self._lay_out(gone.rung, gone.lamps, state)
        return True

    def advance(self, state: LightState, now_s: float) -> tuple[str, ...]:
        """Start what is due, end what has expired; gives the keys that ended."""
        due = [o for o in self.waiting.values() if o.starts_at_s <= now_s]
        for override in due:
            del self.waiting[override.key]
            self.running[override.key] = override
        ended = [o for o in self.running.values() if o.expires_at_s <= now_s]
        for override in ended:
            del self.running[override.key]
        for override in (*due, *ended):
            self._lay_out(override.rung, override.lamps, state)
        return tuple(override.key for override in ended)

    def clock_fell_back(self, state: LightState, now_s: float) -> None:
        """After the clock fell back, let nothing run longer than its granted length from now."""
        for key, override in self.running.items():
            latest_s = now_s + override.duration_s
            if override.expires_at_s > latest_s:
                self.running[key] = replace(override, starts_at_s=now_s, expires_at_s=latest_s)
                self._lay_out(override.rung, override.lamps, state)

    def of_lamp(self, lamp: int) -> tuple[Override, ...]:
        """Give the overrides running on one lamp, highest rung first, then brightest."""
        found = [o for o in self.running.values() if bool(np.any(o.lamps == lamp))]
        return tuple(sorted(found, key=lambda o: (o.rung, -o.level_percent)))

    def _lay_out(self, rung: Rung, lamps: NDArray[np.int32], state: LightState) -> None:
        """Write one rung anew where ``lamps`` are; the maximum makes repeating it harmless."""
        wanted, until_s = state.wanted[rung], state.until_s[rung]
        wanted[lamps] = np.nan
        until_s[lamps] = -np.inf
        for override in self.running.values():
            if override.rung is rung:
                at = override.lamps
                wanted[at] = np.fmax(wanted[at], np.float32(override.level_percent))
                until_s[at] = np.maximum(until_s[at], override.expires_at_s)
        nobody = lamps[np.isnan(wanted[lamps])]
        until_s[nobody] = np.inf
        state.dirty[lamps] = True


def _checked(override: Override, lamp_count: int) -> Override:
    problem = _problem(override, lamp_count)
    if problem:
        raise OverrideError(
            f"The override {override.key!r} was not placed: {problem}.",
            fix="Correct it and place it again; nothing was changed.",
            code="lightwave.E010",
        )
    lamps = np.unique(np.asarray(override.lamps, dtype=np.int32))
    return replace(override, lamps=lamps, rung=Rung(override.rung))


def _problem(override: Override, lamp_count: int) -> str:
    lamps = np.asarray(override.lamps)
    checks = (
        (override.rung not in OVERRIDE_RUNGS, "its rung takes no overrides"),
        (not override.owner.strip(), "it has no owner"),
        (not override.reason.strip(), "it has no reason"),
        (
            not 0.0 <= override.level_percent <= FULL_PERCENT,
            "its level is not within 0 to 100 percent",
        ),
        (not 0.0 < override.duration_s < float("inf"), "it has no end after its start"),
        (lamps.size == 0, "it names no lamp"),
        (bool(np.any((lamps < 0) | (lamps >= lamp_count))), "it names a lamp that does not exist"),
    )
    return next((text for wrong, text in checks if wrong), "")
