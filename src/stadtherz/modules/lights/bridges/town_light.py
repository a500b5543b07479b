"""One town's running light: engine and devices, wishes in, levels out.

Nothing of it is stored: all is derived anew from calendar and running overrides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.lightwave import (
    Capability,
    DetectorWatch,
    Knowledge,
    LampOrder,
    LightEngine,
    Mover,
    Override,
    Policy,
    PresenceWave,
    Reach,
    Rung,
    Schedule,
)
from stadtherz.modules.lights.adapters.simulated import detector_lamps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from stadtherz.lib.lightwave import Tick
    from stadtherz.modules.lights import models
    from stadtherz.modules.lights.domain import DevicePort
    from stadtherz.modules.lights.queries import TownFleet

ANSWERING = (Capability.ADDRESSABLE, Capability.PRESENCE_CAPABLE)


@dataclass(slots=True, kw_only=True)
class TownLight:
    """Engine and port of a town; moments in town seconds (Unix seconds of the town's clock).

    Attributes:
        held: overrides that the engine holds, by id, with the stamp of their last change.
        unconfirmed: ids of those whose lamps have not all answered yet.

    """

    loaded: TownFleet
    engine: LightEngine
    port: DevicePort
    held: dict[str, dt.datetime] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)
    unconfirmed: dict[str, Sequence[int]] = field(default_factory=dict)

    def step(self, now_s: float) -> Tick:
        """Take what came in, tick, and hand over what has to be sent."""
        word = self.port.poll(now_s)
        self.engine.reply(word.replies, now_s)
        if len(word.alive):
            self.engine.heartbeat(word.alive, now_s)
        if len(word.reports):
            self.engine.report(word.reports, now_s)
        tick = self.engine.tick(now_s)
        if len(tick.commands):
            self.port.send(tick.commands, now_s)
        return tick

    def take_wishes(
        self, wishes: Sequence[models.Override], *, real_at: dt.datetime, now_s: float
    ) -> list[models.Override]:
        """Hold exactly these overrides; gives those that were not held so before.

        Ends are real moments: what is left of a wish is laid from the town's present on, and
        whatever is no longer among the wishes is released, whatever the town's clock does.
        """
        wanted = {str(wish.id): wish for wish in wishes}
        for key in self.held.keys() - wanted.keys():
            self.engine.release(key)
            del self.held[key]
            self.unconfirmed.pop(key, None)
        fresh = [w for key, w in wanted.items() if self.held.get(key) != w.changed_at]
        for wish in fresh:
            self._place(wish, (wish.expires_at - real_at).total_seconds(), now_s)
        return fresh

    def _place(self, wish: models.Override, left_s: float, now_s: float) -> None:
        key = str(wish.id)
        lamps = np.array([row for row in wish.rows if row < len(self.loaded.fleet)], dtype=np.int32)
        self.held[key] = wish.changed_at
        if not len(lamps):
            return
        if not wish.confirmed_at:
            self.unconfirmed[key] = wish.rows
        self.engine.place(
            Override(
                key=key,
                rung=Rung(wish.rung),
                lamps=lamps,
                level_percent=wish.level_percent,
                owner=str(wish.owner_id or wish.owner_label or "house"),
                reason=wish.reason,
                starts_at_s=now_s,
                expires_at_s=now_s + max(left_s, 1.0),
            ),
            now_s,
        )

    def take_locks(self, locks: Sequence[models.WorkLock]) -> None:
        """Hold exactly these work permits."""
        wanted = {str(lock.id): lock for lock in locks}
        for key in self.locked.keys() - wanted.keys():
            self.engine.unlock(key, self.locked.pop(key))
        for key in wanted.keys() - self.locked.keys():
            self.locked[key] = str(wanted[key].holder_id)
            self.engine.lock(key, self.locked[key], np.array(wanted[key].rows, dtype=np.int32))

    def confirmed(self) -> list[str]:
        """Take the ids of overrides whose lamps have all answered meanwhile.

        Circuits cannot answer for their lamps: one that holds nothing but circuits is never
        confirmed, only taken.
        """
        state, capability = self.engine.state, self.loaded.fleet.capability
        done = []
        for key, rows in self.unconfirmed.items():
            lamps = np.asarray(rows, dtype=np.intp)
            answering = lamps[np.isin(capability[lamps], ANSWERING)]
            known = state.knowledge[answering] == Knowledge.CONFIRMED
            settled = ~state.pending[answering]
            if len(answering) and bool(np.all(known & settled)):
                done.append(key)
        for key in done:
            del self.unconfirmed[key]
        return done


def light_of(loaded: TownFleet, port: DevicePort, *, now_s: float) -> TownLight:
    """Start a town's light with presence light where the register has a street graph."""
    policy = Policy()
    wave = watch = None
    if loaded.graph is not None:
        order = LampOrder.of(loaded.fleet, loaded.graph.edge_count)
        wave = PresenceWave(loaded.fleet, Reach(loaded.graph, order), policy)
        fleet = loaded.fleet
        serves = [
            wave.lit_by(int(fleet.edge[lamp]), float(fleet.position_m[lamp]), 0, Mover.WALKER)
            for lamp in detector_lamps(fleet)
        ]
        watch = DetectorWatch.of(serves, lamp_count=len(fleet), policy=policy, now_s=now_s)
    engine = LightEngine(
        fleet=loaded.fleet,
        schedule=Schedule(loaded.fleet, loaded.calendars, loaded.place),
        policy=policy,
        wave=wave,
        detectors=watch,
    )
    return TownLight(loaded=loaded, engine=engine, port=port)
