"""What the bridge tells and stores: live deltas, the picture of now, samples with energy."""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from stadtherz.core.live.contract import announce
from stadtherz.lib.lightwave import encode_delta
from stadtherz.modules.lights.domain import PublicStreets, power_w
from stadtherz.modules.lights.live import LevelsChanged
from stadtherz.modules.lights.models import LightPicture, LightSample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.core.people.models import Town
    from stadtherz.lib.lightwave import Changes
    from stadtherz.modules.lights.bridges.town_light import TownLight
    from stadtherz.modules.lights.settings import Settings

LAMPS_PER_MESSAGE = 60_000
PICTURE_EVERY_S = 1.0
SIGN_OF_LIFE_EVERY_S = 5.0
PUBLIC_EVERY_S = 60.0
LONGEST_STEP_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The real and the town's moment of one round."""

    at: dt.datetime
    town_at: dt.datetime
    is_simulated: bool

    @property
    def town_s(self) -> float:
        """Unix seconds of the town's clock."""
        return self.town_at.timestamp()


class Teller:
    """Tells browsers what changed and keeps the record, for one town.

    Lamp by lamp is for who holds `lights.view`; the public sees the same only of a simulated
    town, else whole streets, coarse and late (see `domain.PublicStreets`).
    """

    def __init__(self, town: Town, light: TownLight, settings: Settings) -> None:
        self.town, self.light, self.settings = town, light, settings
        self.zone = ZoneInfo(town.zone)
        self.streets = PublicStreets(
            street=light.loaded.street,
            delay_s=settings.public_delay_minutes * 60,
            lamps_min=settings.public_street_lamps_min,
        )
        self._energy_wh = self._full_wh = self._seconds = 0.0
        self._measured_at: dt.datetime | None = None
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._picture_at = self._sample_at = self._public_at = self._alive_at = never

    def tell(self, changes: Changes, moment: Moment) -> int:
        """Announce changes; gives how many messages went out."""
        count = 0
        for start in range(0, len(changes), LAMPS_PER_MESSAGE):
            part = slice(start, start + LAMPS_PER_MESSAGE)
            delta = encode_delta(changes.lamps[part], changes.levels[part], changes.knowledge[part])
            message = self._message(delta, moment)
            announce("lights.levels", message)
            if moment.is_simulated:
                announce("lights.town", message)
            count += 1
        return count

    def record(self, moment: Moment) -> None:
        """Add up the energy; store picture and sample, give a sign of life, when they are due."""
        self._measure(moment)
        if self._due(self._alive_at, moment, SIGN_OF_LIFE_EVERY_S):
            self._alive_at = moment.at
            self._tell_alive(moment)
        if not moment.is_simulated and self._due(self._public_at, moment, PUBLIC_EVERY_S):
            self._public_at = moment.at
            self.streets.take(self.light.engine.state.shown, moment.town_s)
            announce("lights.town", self._message(self._public(moment), moment))
        if self._due(self._picture_at, moment, PICTURE_EVERY_S):
            self._picture_at = moment.at
            self._store_picture(moment)
        if self._due(self._sample_at, moment, self.settings.sample_every_s) and self._seconds:
            self._sample_at = moment.at
            self._store_sample(moment)

    def _tell_alive(self, moment: Moment) -> None:
        """Tell that nothing changed: a browser that hears nothing calls every lamp unknown."""
        none = np.empty(0, dtype=np.uint8)
        message = self._message(encode_delta(none.astype(np.intp), none, none), moment)
        announce("lights.levels", message)
        announce("lights.town", message)

    def _measure(self, moment: Moment) -> None:
        last_at, self._measured_at = self._measured_at, moment.at
        if last_at is None:
            self._sample_at = moment.at
            return
        seconds = min(max((moment.at - last_at).total_seconds(), 0.0), LONGEST_STEP_S)
        self._seconds += seconds
        self._energy_wh += float(self._power_w().sum()) * seconds / 3600
        self._full_wh += float(self.light.loaded.nominal_w.sum()) * seconds / 3600

    def _power_w(self) -> NDArray[np.float64]:
        loaded = self.light.loaded
        return power_w(loaded.nominal_w, loaded.standby_w, self.light.engine.state.shown)

    def _store_picture(self, moment: Moment) -> None:
        whole = self.light.engine.snapshot()
        content = encode_delta(whole.lamps, whole.levels, whole.knowledge)
        LightPicture.objects.update_or_create(
            town=self.town,
            defaults={
                "content": content,
                "public": content if moment.is_simulated else self._public(moment),
                "at": moment.at,
                "town_at": moment.town_at,
                "lamps": len(whole),
                "power_w": float(self._power_w().sum()),
            },
        )

    def _store_sample(self, moment: Moment) -> None:
        state = self.light.engine.state
        LightSample.objects.create(
            town=self.town,
            at=moment.at,
            town_at=moment.town_at,
            is_simulated=moment.is_simulated,
            seconds=self._seconds,
            energy_wh=self._energy_wh,
            full_wh=self._full_wh,
            content=zlib.compress(state.shown.tobytes() + state.knowledge.tobytes(), 3),
        )
        self._energy_wh = self._full_wh = self._seconds = 0.0

    def _public(self, moment: Moment) -> bytes:
        levels, known = self.streets.shown(moment.town_s)
        return encode_delta(np.arange(len(levels), dtype=np.intp), levels, known)

    def _message(self, delta: bytes, moment: Moment) -> LevelsChanged:
        clock = moment.town_at.astimezone(self.zone).strftime("%H:%M:%S")
        return LevelsChanged(delta=base64.b64encode(delta).decode("ascii"), clock=clock)

    @staticmethod
    def _due(last_at: dt.datetime, moment: Moment, every_s: float) -> bool:
        return abs((moment.at - last_at).total_seconds()) >= every_s
