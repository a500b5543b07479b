"""Rules of the town's light: the port to the devices, selections, what the public may see."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave import Knowledge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave import Commands, Replies, Reports

PUBLIC_STEP_PERCENT = 25
"""What the public sees of real streets is rounded to these steps."""
WH_PER_KWH = 1000.0


class LightsError(CityError):
    """Something about lamps that cannot be done; see docs/operate/lights.md for the codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What came in from the devices: answers, detector reports, signs of life (detectors)."""

    replies: Replies
    reports: Reports
    alive: NDArray[np.int32]


class DevicePort(Protocol):
    """The way to lamps and detectors; moments are Unix seconds of the town's clock."""

    def send(self, commands: Commands, now_s: float) -> None:
        """Hand over commands; answers come by `poll`."""

    def poll(self, now_s: float) -> Word:
        """Give what arrived until now, without waiting."""


@dataclass(slots=True, kw_only=True)
class PublicStreets:
    """What the public sees of real lamps: whole streets, coarse, late, never single people.

    Args:
        street: street number of each lamp, -1 = none, shape (N,).
        delay_s: how late.
        lamps_min: streets with fewer lamps are unknown to the public.

    """

    street: NDArray[np.int32]
    delay_s: float
    lamps_min: int
    _waiting: deque[tuple[float, NDArray[np.uint8]]] = field(default_factory=deque)
    _shown: NDArray[np.uint8] | None = None

    def take(self, levels: NDArray[np.uint8], now_s: float) -> None:
        """Note the present levels of all lamps, shape (N,)."""
        if self._waiting and now_s < self._waiting[-1][0]:  # the clock fell back
            self._waiting.clear()
        self._waiting.append((now_s, self.by_street(levels)))

    def by_street(self, levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Give each lamp the mean of its street in coarse steps; 255 = not to be shown."""
        on_street = self.street >= 0
        count = int(self.street.max(initial=-1)) + 1
        lamps = np.bincount(self.street[on_street], minlength=count)
        total = np.bincount(self.street[on_street], weights=levels[on_street], minlength=count)
        mean = total / np.maximum(lamps, 1)
        coarse = np.round(mean / PUBLIC_STEP_PERCENT) * PUBLIC_STEP_PERCENT
        coarse[lamps < self.lamps_min] = HIDDEN
        shown = np.full(len(levels), HIDDEN, dtype=np.uint8)
        shown[on_street] = coarse[self.street[on_street]].astype(np.uint8)
        return shown

    def shown(self, now_s: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Give levels and knowledge codes that may be public now; hidden lamps are unknown."""
        while self._waiting and now_s - self._waiting[0][0] >= self.delay_s:
            self._shown = self._waiting.popleft()[1]
        if self._shown is None:
            self._shown = np.full(len(self.street), HIDDEN, dtype=np.uint8)
        hidden = self._shown == HIDDEN
        levels = np.where(hidden, 0, self._shown).astype(np.uint8)
        known = np.where(hidden, Knowledge.UNKNOWN, Knowledge.EXPECTED).astype(np.uint8)
        return levels, known


HIDDEN = 255


def power_w(
    nominal_w: NDArray[np.float64], standby_w: NDArray[np.float64], level: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Give the electric power of each lamp: standby, plus the rest in proportion to the level.

    Proportional dimming is what LED drivers come close to; it is an estimate, not a meter.
    """
    share = level / 100.0
    drawn: NDArray[np.float64] = standby_w + np.maximum(nominal_w - standby_w, 0.0) * share
    return drawn


def lamp_number(street_key: int, sequence: int) -> str:
    """Write a lamp's official number: street key and sequence, such as ``042-007``."""
    return f"{street_key:03d}-{sequence:03d}"
