"""Calendars: what a lamp does in which night, by sun and by clock.

A lighting day runs from noon to noon, so that one night is one piece. A programme burns from
sunset plus an offset to sunrise plus an offset and steps its level at clock times in between
(dimming late at night, half-night circuits that go out).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from stadtherz.lib.astro import Place, Polar, evening_of, night_span
from stadtherz.lib.errors import CityError


class CalendarError(CityError):
    """A programme that cannot be followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightLevel:
    """What a programme wants during one step.

    Args:
        level_percent: share of nominal flux, 0..100.
        idle_percent: level of a lamp whose presence detection works, while nobody is near;
            None = no lower level. A lamp without working detection gets ``level_percent``.
        floor_holds: False where the light is off by plan (half-night circuits after midnight):
            then the class floor does not bind.

    Raises:
        CalendarError: a level outside 0..100.

    """

    level_percent: float
    idle_percent: float | None = None
    floor_holds: bool = True

    def __post_init__(self) -> None:
        for level in (self.level_percent, self.idle_percent or 0.0):
            if not 0.0 <= level <= 100.0:  # noqa: PLR2004 - percent
                raise CalendarError(
                    f"A step asks for {level:g} percent.",
                    fix="Give a level from 0 to 100 percent of the nominal flux.",
                    code="lightwave.E040",
                )


OFF_BY_PLAN = NightLevel(level_percent=0.0, floor_holds=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From this local clock time on, another level."""

    clock: time
    level: NightLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One kind of night.

    Args:
        key: name of the programme.
        first: level from switching on.
        steps: later levels; clock times from 12:00 belong to the evening, earlier ones to the
            morning after. Order does not matter.
        on_offset_s: switching on, seconds after sunset (negative = before).
        off_offset_s: switching off, seconds after sunrise (negative = before).

    Raises:
        CalendarError: two steps at the same time, or an offset of more than three hours.

    """

    key: str
    first: NightLevel
    steps: tuple[Step, ...] = ()
    on_offset_s: float = 0.0
    off_offset_s: float = 0.0

    def __post_init__(self) -> None:
        clocks = [step.clock for step in self.steps]
        too_far = max(abs(self.on_offset_s), abs(self.off_offset_s)) > 3 * 3600
        if len(set(clocks)) != len(clocks) or too_far:
            raise CalendarError(
                f"The programme {self.key!r} has two steps at one time or an offset over 3 h.",
                fix="Give each step its own time and keep offsets within three hours.",
                code="lightwave.E041",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Use ``programme`` in evenings on these weekdays (Monday = 0) and within these days."""

    programme: Programme
    weekdays: frozenset[int] = frozenset(range(7))
    from_on: date | None = None
    until_on: date | None = None

    def holds(self, evening_on: date) -> bool:
        """Tell whether the rule is for the night that begins on ``evening_on``."""
        return (
            evening_on.weekday() in self.weekdays
            and (self.from_on is None or self.from_on <= evening_on)
            and (self.until_on is None or evening_on <= self.until_on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time in which a calendar wants the same.

    ``level`` is None by day. ``from_s`` inclusive, ``until_s`` exclusive, Unix seconds.
    """

    from_s: float
    until_s: float
    level: NightLevel | None

    def covers(self, now_s: float) -> bool:
        """Tell whether ``now_s`` lies in the stretch."""
        return self.from_s <= now_s < self.until_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The first rule that holds decides the night; otherwise the default programme."""

    default: Programme
    rules: tuple[Rule, ...] = field(default=())

    def programme_on(self, evening_on: date) -> Programme:
        """Give the programme of the night that begins on ``evening_on``."""
        return next((rule.programme for rule in self.rules if rule.holds(evening_on)), self.default)

    def spell_at(self, now_s: float, place: Place) -> Spell:
        """Give the stretch that holds ``now_s`` (Unix seconds)."""
        evening_on = evening_of(datetime.fromtimestamp(now_s, UTC), place)
        spells = self.spells_of(evening_on, place)
        return next((spell for spell in spells if spell.covers(now_s)), spells[-1])

    def spells_of(self, evening_on: date, place: Place) -> tuple[Spell, ...]:
        """Give the stretches from noon of ``evening_on`` to the next noon, without a gap."""
        programme = self.programme_on(evening_on)
        span = night_span(evening_on, place)
        noon_s, end_s = span.noon_at.timestamp(), span.next_noon_at.timestamp()
        on_s, off_s = noon_s, end_s
        if span.sunset_at and span.sunrise_at:
            on_s = max(span.sunset_at.timestamp() + programme.on_offset_s, noon_s)
            off_s = min(span.sunrise_at.timestamp() + programme.off_offset_s, end_s)
        if span.polar is Polar.DAY or off_s <= on_s:
            return (Spell(from_s=noon_s, until_s=end_s, level=None),)
        day = (Spell(from_s=noon_s, until_s=on_s, level=None),)
        rest = (Spell(from_s=off_s, until_s=end_s, level=None),)
        spells = day + _burning(programme, evening_on, place, (on_s, off_s)) + rest
        return tuple(spell for spell in spells if spell.from_s < spell.until_s)


def _burning(
    programme: Programme, evening_on: date, place: Place, between_s: tuple[float, float]
) -> tuple[Spell, ...]:
    """Lay out the burning hours; a step before switching on gives the level to start with."""
    on_s, off_s = between_s
    steps = sorted(
        ((_clock_s(step.clock, evening_on, place), step.level) for step in programme.steps),
        key=lambda step: step[0],
    )
    first = next((level for at_s, level in reversed(steps) if at_s <= on_s), programme.first)
    changes = [(on_s, first), *((at_s, lv) for at_s, lv in steps if on_s < at_s < off_s)]
    ends = [at_s for at_s, _ in changes[1:]] + [off_s]
    return tuple(
        Spell(from_s=at_s, until_s=end_s, level=level)
        for (at_s, level), end_s in zip(changes, ends, strict=True)
    )


def _clock_s(clock: time, evening_on: date, place: Place) -> float:
    """Give the Unix second of a clock time; of a doubled hour the first, a missing one shifted."""
    day_on = evening_on if clock.hour >= 12 else evening_on + timedelta(days=1)  # noqa: PLR2004 - noon
    return datetime.combine(day_on, clock.replace(fold=0), tzinfo=place.zone).timestamp()
