"""Lays the calendars' wishes out over the lamps, when and only when they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.ladder import Capability, Rung

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.astro import Place
    from stadtherz.lib.lightwave.calendar import Calendar, Spell
    from stadtherz.lib.lightwave.fleet import Fleet
    from stadtherz.lib.lightwave.state import LightState


class ScheduleError(CityError):
    """Lamps and calendars that do not fit together."""


@dataclass(slots=True)
class Schedule:
    """Calendars over a fleet; ``fleet.programme`` is the index into ``calendars``.

    Nothing is remembered but the stretch that each calendar is in, so a clock that jumps, forward
    or back, leads to the state of its new time.

    Raises:
        ScheduleError: a lamp names a calendar that does not exist.

    """

    fleet: Fleet
    calendars: tuple[Calendar, ...]
    place: Place
    _spells: list[Spell | None] = field(init=False)
    _lamps: list[NDArray[np.intp]] = field(init=False)

    def __post_init__(self) -> None:
        if int(self.fleet.programme.max(initial=0)) >= len(self.calendars):
            raise ScheduleError(
                "A lamp follows a calendar that does not exist.",
                fix="Give the lamp one of the calendars, or add the missing one.",
                code="lightwave.E042",
            )
        self._spells = [None] * len(self.calendars)
        self._lamps = [
            np.flatnonzero(self.fleet.programme == number) for number in range(len(self.calendars))
        ]

    def apply(self, state: LightState, now_s: float) -> None:
        """Write the calendar rung of the lamps whose calendar entered another stretch."""
        for number, calendar in enumerate(self.calendars):
            spell = self._spells[number]
            if spell is None or not spell.covers(now_s):
                self._spells[number] = spell = calendar.spell_at(now_s, self.place)
                self._write(spell, self._lamps[number], state)

    def renew(self, lamps: NDArray[np.intp], state: LightState) -> None:
        """Write the calendar rung of ``lamps`` again, after their presence detection changed."""
        for number, spell in enumerate(self._spells):
            if spell is not None:
                of_this = lamps[self.fleet.programme[lamps] == number]
                self._write(spell, of_this, state)

    def _write(self, spell: Spell, lamps: NDArray[np.intp], state: LightState) -> None:
        level = spell.level
        state.night[lamps] = level is not None
        state.floor_holds[lamps] = level is not None and level.floor_holds
        state.wanted[Rung.CALENDAR, lamps] = 0.0 if level is None else level.level_percent
        if level is not None and level.idle_percent is not None:
            capable = self.fleet.capability[lamps] == Capability.PRESENCE_CAPABLE
            idle = lamps[capable & state.presence_ok[lamps]]
            state.wanted[Rung.CALENDAR, idle] = level.idle_percent
        state.dirty[lamps] = True
