"""The bridge's loop: load, tick five times a second, carry out wishes, tell, record."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from stadtherz.core.live.contract import announce, ring_on
from stadtherz.core.people import queries as people
from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights.actions.waking import WISHES
from stadtherz.modules.lights.adapters.simulated import SimulatedTown, detector_lamps
from stadtherz.modules.lights.adapters.unconnected import Unconnected
from stadtherz.modules.lights.bridges.telling import Moment, Teller
from stadtherz.modules.lights.bridges.town_light import TownLight, light_of
from stadtherz.modules.lights.live import WishesChanged
from stadtherz.modules.lights.models import Override
from stadtherz.modules.lights.queries import (
    load_fleet,
    open_locks,
    register_version,
    wishes_to_carry_out,
)
from stadtherz.modules.lights.settings import Settings

if TYPE_CHECKING:
    from stadtherz.core.bridges.contract import BridgeContext
    from stadtherz.core.people.models import Town
    from stadtherz.modules.lights.domain import DevicePort
    from stadtherz.modules.lights.queries import TownFleet

POLL_S = 0.5
LOOK_EVERY_S = 5.0
SEED = 20261017


def keep_lights(context: BridgeContext) -> None:
    """Run the first town's light until told to stop; waits while there are no lamps."""
    while not context.stop.is_set():
        town = people.town()
        version = register_version()
        loaded = load_fleet(town, version=version) if town else None
        if town is None or loaded is None:
            context.connected()
            context.wait(LOOK_EVERY_S)
            continue
        Keeper(context, town, loaded).run()


class Keeper:
    """Keeps one loaded town alight until the register changes or the bridge stops."""

    def __init__(self, context: BridgeContext, town: Town, loaded: TownFleet) -> None:
        self.context, self.town = context, town
        self.settings = settings_of(Settings)
        moment = self._moment()
        self.is_simulated = moment.is_simulated
        self.light: TownLight = light_of(
            loaded, port_of(loaded, is_simulated=moment.is_simulated), now_s=moment.town_s
        )
        self.teller = Teller(town, self.light, self.settings)
        self._polled_s = self._looked_s = 0.0

    def run(self) -> None:
        """Tick until stopped, or until the register or the kind of clock changed."""
        bell, gone = threading.Event(), threading.Event()
        ring_on(WISHES, bell, stop=gone)
        try:
            self.context.connected()
            while not self.context.stop.is_set() and self._is_current():
                began_s = time.monotonic()
                self.round(must_look=bell.is_set())
                bell.clear()
                left_s = self.settings.tick_s - (time.monotonic() - began_s)
                if left_s > 0 and not bell.wait(left_s):
                    continue
        finally:
            gone.set()

    def round(self, *, must_look: bool = False) -> None:
        """Take wishes when due, tick once, tell what changed, record."""
        moment = self._moment()
        if must_look or time.monotonic() - self._polled_s >= POLL_S:
            self._polled_s = time.monotonic()
            self._take(moment)
        tick = self.light.step(moment.town_s)
        self.context.count("ticks")
        self.context.count("commands", len(tick.commands))
        if len(tick.changes):
            self.context.count("messages", self.teller.tell(tick.changes, moment))
        self.teller.record(moment)

    def _take(self, moment: Moment) -> None:
        wishes = wishes_to_carry_out(moment.at)
        held = set(self.light.held)
        fresh = self.light.take_wishes(wishes, real_at=moment.at, now_s=moment.town_s)
        self.light.take_locks(list(open_locks()))
        taken = [wish.id for wish in fresh if wish.taken_at is None]
        if taken:
            Override.objects.filter(id__in=taken).update(taken_at=moment.at)
        confirmed = self.light.confirmed()
        if confirmed:
            Override.objects.filter(id__in=confirmed).update(confirmed_at=moment.at)
        if fresh or confirmed or held != set(self.light.held):
            announce("lights.wishes", WishesChanged(running=len(self.light.held)))

    def _is_current(self) -> bool:
        """Look every few seconds whether register and clock are still what was loaded."""
        if time.monotonic() - self._looked_s < LOOK_EVERY_S:
            return True
        self._looked_s = time.monotonic()
        self.town.refresh_from_db()
        return (
            register_version() == self.light.loaded.version
            and self._moment().is_simulated == self.is_simulated
        )

    def _moment(self) -> Moment:
        at = self.context.now()
        told = people.town_time(self.town, at)
        return Moment(at=at, town_at=told.now_at, is_simulated=told.is_simulated)


def port_of(loaded: TownFleet, *, is_simulated: bool) -> DevicePort:
    """The simulated town, or nothing: a real town's lamps never answer by invention."""
    if not is_simulated:
        return Unconnected()
    return SimulatedTown(loaded.fleet, loaded.graph, detector_lamps(loaded.fleet), seed=SEED)
