"""Rules of supervision, pure."""

from __future__ import annotations

import enum
from typing import Final

_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 60.0
STEADY_AFTER_S: Final = 60.0
"""A bridge that ran so long begins again with the shortest pause."""

SILENT_AFTER_S: Final = 15.0
"""A bridge whose row was not touched for so long has no living process."""


class BridgeState(enum.StrEnum):
    """How a connection stands."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    FAILED = "failed"
    STOPPED = "stopped"


def restart_pause_s(failures: int, *, chance: float) -> float:
    """How long to wait after the n-th failure in a row: doubling, spread, at most 90 s.

    Args:
        failures: from 1.
        chance: a random number in [0, 1); bridges to one lost server do not return together.

    """
    steady_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** min(failures - 1, 30))
    return steady_s * (0.5 + chance)
