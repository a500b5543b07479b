"""Watch over detectors: one that sticks or falls silent is not believed, and nobody stands dark.

A lamp that no believable detector serves follows its schedule's full level instead of the idle
level. One broken detector that reports thousands of times a second costs one wave per half second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.policy import Mover, Policy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.messages import Reports

REPEAT_S = 0.5
"""A detector's like report within this time says nothing new."""


@dataclass(slots=True, kw_only=True)
class DetectorWatch:
    """State of D detectors; arrays of shape (D,) unless said otherwise, moments in Unix seconds.

    Args:
        serves_detector, serves_lamp: pairs, shape (P,): which lamps each detector serves.
        lamp_count: lamps of the fleet.
        policy: stuck, gap and silent times.
        heard_at_s: last sign of life (report or heartbeat).
        present_at_s: last presence report; present_since_s: since when without a gap.
        waved_at_s: last report that was let through, by mover and direction, shape (9, D).

    """

    serves_detector: NDArray[np.int32]
    serves_lamp: NDArray[np.int32]
    lamp_count: int
    policy: Policy
    heard_at_s: NDArray[np.float64]
    present_at_s: NDArray[np.float64]
    present_since_s: NDArray[np.float64]
    waved_at_s: NDArray[np.float64]

    @classmethod
    def of(
        cls, serves: list[NDArray[np.int32]], *, lamp_count: int, policy: Policy, now_s: float
    ) -> DetectorWatch:
        """Watch the detectors that serve these lamps; all count as heard at ``now_s``."""
        count = len(serves)
        numbers = np.arange(count, dtype=np.int32)
        empty = np.empty(0, dtype=np.int32)
        return cls(
            serves_detector=np.repeat(numbers, [len(lamps) for lamps in serves]),
            serves_lamp=np.concatenate([empty, *serves]).astype(np.int32),
            lamp_count=lamp_count,
            policy=policy,
            heard_at_s=np.full(count, now_s),
            present_at_s=np.full(count, -np.inf),
            present_since_s=np.full(count, now_s),
            waved_at_s=np.full((3 * len(Mover), count), -np.inf),
        )

    def take(self, reports: Reports, now_s: float) -> Reports:
        """Note the reports; give those to be believed and not heard a moment ago."""
        detector = reports.detector
        fresh = detector[now_s - self.present_at_s[detector] > self.policy.gap_s]
        self.present_since_s[fresh] = now_s
        self.present_at_s[detector] = now_s
        self.heard_at_s[detector] = now_s
        kind = (reports.mover.astype(np.intp) * 3) + (reports.direction.astype(np.intp) + 1)
        new = now_s - self.waved_at_s[kind, detector] >= REPEAT_S
        new &= now_s - self.present_since_s[detector] <= self.policy.stuck_s
        pair = kind * np.intp(len(self.heard_at_s)) + detector
        pick = np.flatnonzero(new)
        pick = pick[np.unique(pair[pick], return_index=True)[1]]
        self.waved_at_s[kind[pick], detector[pick]] = now_s
        return replace(
            reports,
            detector=detector[pick],
            edge=reports.edge[pick],
            position_m=reports.position_m[pick],
            direction=reports.direction[pick],
            mover=reports.mover[pick],
        )

    def heartbeat(self, detectors: NDArray[np.int32], now_s: float) -> None:
        """Note that detectors are alive, with nobody there."""
        self.heard_at_s[detectors] = now_s

    def stuck(self, now_s: float) -> NDArray[np.bool_]:
        """Tell which detectors report presence without a pause for too long."""
        going_on = now_s - self.present_at_s <= self.policy.gap_s
        return going_on & (now_s - self.present_since_s > self.policy.stuck_s)

    def silent(self, now_s: float) -> NDArray[np.bool_]:
        """Tell which detectors gave no sign of life for too long."""
        return now_s - self.heard_at_s > self.policy.silent_s

    def served(self, now_s: float) -> NDArray[np.bool_]:
        """Tell which lamps a believable detector serves, shape (lamps,)."""
        believed = ~(self.stuck(now_s) | self.silent(now_s))
        lamps = np.zeros(self.lamp_count, dtype=np.bool_)
        lamps[self.serves_lamp[believed[self.serves_detector]]] = True
        return lamps

    def clock_fell_back(self, now_s: float) -> None:
        """Let nothing lie in the future."""
        for moments in (self.heard_at_s, self.present_at_s, self.present_since_s, self.waved_at_s):
            np.minimum(moments, now_s, out=moments)
