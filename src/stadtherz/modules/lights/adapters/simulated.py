"""The simulated town: lamps that obey and answer, people on foot, bikes and in cars, detectors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave import Capability, Commands, Fleet, Mover
from stadtherz.lib.lightwave.people import People, SimulatedDetectors
from stadtherz.lib.lightwave.twin import DetectorTwin, FleetTwin
from stadtherz.modules.lights.adapters.unconnected import silence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave import StreetArrays
    from stadtherz.modules.lights.domain import Word

CROWD = {Mover.WALKER: 28, Mover.BIKE: 7, Mover.CAR: 4}
"""Who is out in the streets with presence light at half past ten in the evening."""
HEARTBEAT_S = 1800.0
LONGEST_STEP_S = 2.0
HOMING_S = 20.0


class SimulatedTown:
    """The twin of the device port: the same calls, an invented night behind them.

    Args:
        fleet: the lamps.
        streets: the street graph; None = nobody is out.
        detectors: lamps that carry a detector, numbers.
        seed: the same seed gives the same night.
        crowd: how many are out, by kind.

    """

    def __init__(
        self,
        fleet: Fleet,
        streets: StreetArrays | None,
        detectors: NDArray[np.int32],
        *,
        seed: int,
        crowd: dict[Mover, int] | None = None,
    ) -> None:
        self.lamps = FleetTwin(fleet, np.random.default_rng(seed))
        self._random = np.random.default_rng(seed + 1)
        self._home = np.unique(fleet.edge[detectors])
        self._home = self._home[self._home >= 0].astype(np.int32)
        self.people: People | None = None
        self._eyes = DetectorTwin(SimulatedDetectors.on(fleet, detectors))
        if streets is not None and len(self._home):
            crowd = CROWD if crowd is None else crowd
            self.people = People.of(streets, crowd, self._random, edges=self._home)
        self._last_s: float | None = None
        self._beat_s = -np.inf
        self._homed_s = -np.inf

    def send(self, commands: Commands, now_s: float) -> None:
        """Let the lamps carry out commands; they answer within a second."""
        self.lamps.receive(commands, now_s)

    def poll(self, now_s: float) -> Word:
        """Let everybody walk on, and give what detectors saw and lamps answered."""
        word = replace(silence(), replies=self.lamps.poll(now_s))
        last_s, self._last_s = self._last_s, now_s
        if self.people is not None and last_s is not None:
            legs = self.people.step(float(np.clip(now_s - last_s, 0.0, LONGEST_STEP_S)))
            word = replace(word, reports=self._eyes.reports(legs, self.people.mover))
            self._bring_home(now_s)
        if not 0.0 <= now_s - self._beat_s < HEARTBEAT_S:
            self._beat_s = now_s
            word = replace(word, alive=self._eyes.alive())
        return word

    def _bring_home(self, now_s: float) -> None:
        """Let those who strayed begin again in the streets that have detectors."""
        if self.people is None or 0.0 <= now_s - self._homed_s < HOMING_S:
            return
        self._homed_s = now_s
        astray = np.flatnonzero(~np.isin(self.people.edge, self._home))
        self.people.edge[astray] = self._random.choice(self._home, size=len(astray))
        self.people.position_m[astray] = 0.0
        self.people.direction[astray] = 1


def detector_lamps(fleet: Fleet) -> NDArray[np.int32]:
    """Lamps that carry a detector in the simulated town: every one that can follow it."""
    capable = (fleet.capability == Capability.PRESENCE_CAPABLE) & (fleet.edge >= 0)
    return np.flatnonzero(capable).astype(np.int32)
