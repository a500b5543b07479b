"""The ladder of priorities, and which rungs each kind of hardware can follow.

    work lock            (above the ladder: no command at all)
    RESCUE > SAFETY > MANUAL > SENSOR > CALENDAR > DEFAULT

A rung is a layer of wanted levels. The highest rung that wants something decides; a layer never
writes into another one, so taking a layer away leaves exactly what stood below it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Rung(IntEnum):
    """Who wants a level; the smaller number wins. Also the reason code of a level."""

    RESCUE = 0
    SAFETY = 1
    MANUAL = 2
    SENSOR = 3
    CALENDAR = 4
    DEFAULT = 5


RUNG_COUNT = len(Rung)
OVERRIDE_RUNGS = (Rung.RESCUE, Rung.SAFETY, Rung.MANUAL)
LOCKED = 6
"""Reason code of a lamp under a work lock: its level is frozen and belongs to no rung."""


class Capability(IntEnum):
    """What can command a lamp; the engine plans only what the hardware can do."""

    NOTHING = 0
    """No way in: its level can be expected from the plan, never commanded."""
    CIRCUIT = 1
    """Switched with its whole circuit, on or off; a level of its own is impossible."""
    AUTONOMOUS_PROFILE = 2
    """Runs a dimming profile stored in its own gear; expected, never commanded."""
    ADDRESSABLE = 3
    """Takes a level of its own, too slowly for presence light."""
    PRESENCE_CAPABLE = 4
    """Takes a level of its own within a second: presence light may use it."""


_PLAN_ONLY = (Rung.CALENDAR, Rung.DEFAULT)
_ALL_BUT_SENSOR = tuple(rung for rung in Rung if rung is not Rung.SENSOR)
FOLLOWS: dict[Capability, tuple[Rung, ...]] = {
    Capability.NOTHING: _PLAN_ONLY,
    Capability.CIRCUIT: _ALL_BUT_SENSOR,
    Capability.AUTONOMOUS_PROFILE: _PLAN_ONLY,
    Capability.ADDRESSABLE: _ALL_BUT_SENSOR,
    Capability.PRESENCE_CAPABLE: tuple(Rung),
}
"""Which rungs reach which lamp. A circuit is too coarse for a single walker."""


def _usable() -> NDArray[np.bool_]:
    table = np.zeros((RUNG_COUNT, len(Capability)), dtype=np.bool_)
    for capability, rungs in FOLLOWS.items():
        table[list(rungs), capability] = True
    return table


USABLE = _usable()
"""``FOLLOWS`` as a boolean array, shape (rungs, capabilities)."""

TAKES_LEVEL = np.array([False, False, False, True, True])
"""By capability: does the lamp itself take a level."""
COMMANDABLE = np.array([False, True, False, True, True])
"""By capability: can anything be sent at all."""
