"""Simulated lamps and detectors behind the device port, with the faults that real ones have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave.ladder import Capability
from stadtherz.lib.lightwave.messages import Commands, Replies, Reports
from stadtherz.lib.lightwave.policy import Mover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.people import Legs, SimulatedDetectors


@dataclass(frozen=True, slots=True)
class _Mail:
    """Answers on their way: when they arrive, from which lamp or circuit, with which level."""

    due_s: NDArray[np.float64]
    number: NDArray[np.int64]
    level_percent: NDArray[np.float32]

    def split(self, now_s: float) -> tuple[_Mail, _Mail]:
        """Give what has arrived, and the rest."""
        here = self.due_s <= now_s
        return self.at(here), self.at(~here)

    def at(self, pick: NDArray[np.bool_]) -> _Mail:
        return _Mail(self.due_s[pick], self.number[pick], self.level_percent[pick])

    def with_more(self, more: _Mail) -> _Mail:
        return _Mail(
            np.concatenate((self.due_s, more.due_s)),
            np.concatenate((self.number, more.number)),
            np.concatenate((self.level_percent, more.level_percent)),
        )


def _no_mail() -> _Mail:
    return _Mail(np.empty(0), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


@dataclass(slots=True)
class FleetTwin:
    """Lamps that take commands and answer after a while.

    Args:
        fleet: the lamps.
        random: source of the latencies.
        latency_s: shortest and longest time to an answer.

    Faults are boolean arrays of shape (N,) that may be set at any time: ``not_answering`` lamps
    neither act nor answer, ``day_burner`` lamps burn at full whatever they are told.

    """

    fleet: Fleet
    random: np.random.Generator
    latency_s: tuple[float, float] = (0.1, 0.6)
    level_percent: NDArray[np.float32] = field(init=False)
    not_answering: NDArray[np.bool_] = field(init=False)
    day_burner: NDArray[np.bool_] = field(init=False)
    _lamps: _Mail = field(default_factory=_no_mail)
    _circuits: _Mail = field(default_factory=_no_mail)

    def __post_init__(self) -> None:
        count = len(self.fleet)
        self.level_percent = np.zeros(count, dtype=np.float32)
        self.not_answering = np.zeros(count, dtype=np.bool_)
        self.day_burner = np.zeros(count, dtype=np.bool_)

    def receive(self, commands: Commands, now_s: float) -> None:
        """Carry out commands; the answers arrive later (see :meth:`poll`)."""
        works = ~self.not_answering[commands.lamps]
        lamps = commands.lamps[works]
        self.level_percent[lamps] = commands.level_percent[works]
        answer = np.where(self.day_burner[lamps], np.float32(100.0), self.level_percent[lamps])
        self._lamps = self._lamps.with_more(self._mail(lamps, answer, now_s))
        on = np.where(commands.circuit_on, np.float32(100.0), np.float32(0.0))
        for circuit, level in zip(commands.circuits.tolist(), on.tolist(), strict=True):
            members = self.fleet.circuit == circuit
            members &= self.fleet.capability == Capability.CIRCUIT
            self.level_percent[members] = level
        self._circuits = self._circuits.with_more(self._mail(commands.circuits, on, now_s))

    def poll(self, now_s: float) -> Replies:
        """Give the answers that have arrived by ``now_s``, the last one of each lamp."""
        lamps, self._lamps = self._lamps.split(now_s)
        circuits, self._circuits = self._circuits.split(now_s)
        order = np.argsort(-lamps.due_s, kind="stable")
        number, last = np.unique(lamps.number[order], return_index=True)
        return Replies(
            lamps=number.astype(np.intp),
            level_percent=lamps.level_percent[order][last],
            circuits=np.unique(circuits.number).astype(np.int32),
        )

    @property
    def shining_percent(self) -> NDArray[np.float32]:
        """What really burns, faults included: the truth that the engine cannot see."""
        return np.where(self.day_burner, np.float32(100.0), self.level_percent)

    def _mail(
        self, number: NDArray[np.intp] | NDArray[np.int32], level: NDArray[np.float32], now_s: float
    ) -> _Mail:
        due_s = now_s + self.random.uniform(*self.latency_s, size=len(number))
        return _Mail(due_s, number.astype(np.int64), level.astype(np.float32))


@dataclass(slots=True)
class DetectorTwin:
    """Simulated detectors with faults: ``stuck`` ones always see a walker, ``silent`` ones nobody.

    Both are boolean arrays of shape (D,) that may be set at any time.
    """

    detectors: SimulatedDetectors
    stuck: NDArray[np.bool_] = field(init=False)
    silent: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.stuck = np.zeros(len(self.detectors), dtype=np.bool_)
        self.silent = np.zeros(len(self.detectors), dtype=np.bool_)

    def reports(self, legs: Legs, mover: NDArray[np.uint8]) -> Reports:
        """Give what reaches the engine of these legs."""
        seen = self.detectors.reports(legs, mover)
        heard = ~(self.silent | self.stuck)[seen.detector]
        always = np.flatnonzero(self.stuck & ~self.silent)
        return self.detectors.as_reports(
            np.concatenate((seen.detector[heard].astype(np.intp), always)),
            np.concatenate((seen.direction[heard].astype(np.int_), np.zeros(len(always), int))),
            np.concatenate((seen.mover[heard], np.full(len(always), Mover.WALKER, dtype=np.uint8))),
        )

    def alive(self) -> NDArray[np.int32]:
        """Give the detectors that send a heartbeat."""
        return np.flatnonzero(~self.silent).astype(np.int32)
