"""What goes in and out of the engine: reports, commands, replies, changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Detector reports of one moment, shape (K,) each.

    Args:
        detector: detector numbers.
        edge, position_m: where somebody is.
        direction: +1 along the edge, -1 against it, 0 = unknown.
        mover: :class:`~stadtherz.lib.lightwave.policy.Mover` codes.

    """

    detector: NDArray[np.int32]
    edge: NDArray[np.int32]
    position_m: NDArray[np.float32]
    direction: NDArray[np.int8]
    mover: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.detector)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What has to be sent, once per addressable lamp or switched circuit.

    Args:
        lamps: lamp numbers; level_percent, ramp_s, reason: per lamp, to be sent with it.
        circuits: circuit numbers; circuit_on: per circuit.

    """

    lamps: NDArray[np.intp]
    level_percent: NDArray[np.float32]
    ramp_s: NDArray[np.float32]
    reason: NDArray[np.uint8]
    circuits: NDArray[np.int32]
    circuit_on: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.lamps) + len(self.circuits)

    def and_also(self, more: Commands) -> Commands:
        """Give both together; they name different lamps and circuits."""
        if not len(more):
            return self
        names = ("lamps", "level_percent", "ramp_s", "reason", "circuits", "circuit_on")
        both = {name: np.concatenate((getattr(self, name), getattr(more, name))) for name in names}
        return Commands(**both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What came back: lamps with the level they report, circuits that confirmed their supply."""

    lamps: NDArray[np.intp]
    level_percent: NDArray[np.float32]
    circuits: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Lamps whose shown level, target, reason or knowledge changed; shape (K,) each.

    Args:
        lamps: lamp numbers, ascending.
        levels: level now, whole percent of nominal flux.
        targets: where the level is going, percent.
        reasons: rung codes, or ``LOCKED``.
        knowledge: how the level is known.

    """

    lamps: NDArray[np.intp]
    levels: NDArray[np.uint8]
    targets: NDArray[np.float32]
    reasons: NDArray[np.uint8]
    knowledge: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.lamps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Result of one tick: what to show, what to send, which overrides ended (keys)."""

    now_s: float
    changes: Changes
    commands: Commands
    ended: tuple[str, ...]
