"""What a town sets: ramps by rung, holds and look-ahead by user, retries."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.limits import RAMP_LIMITS_2026


class PolicyError(CityError):
    """A policy outside the limits."""


class Mover(IntEnum):
    """Kind of street user a detector tells apart, by speed."""

    WALKER = 0
    BIKE = 1
    CAR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How light moves with one kind of user.

    The way lit ahead is ``speed_mps * (ramp + latency + hold)``, so that the next report arrives
    while the user still walks in light.
    """

    speed_mps: float
    hold_s: float
    tail_s: float = 4.0
    latency_s: float = 1.0
    ramp_s: float = 1.0

    @property
    def ahead_m(self) -> float:
        """Metres lit ahead."""
        return self.speed_mps * (self.ramp_s + self.latency_s + self.hold_s)

    @property
    def behind_m(self) -> float:
        """Metres kept lit behind."""
        return self.speed_mps * self.tail_s


PRESENCE = {
    Mover.WALKER: Presence(speed_mps=1.4, hold_s=30.0, tail_s=15.0),
    Mover.BIKE: Presence(speed_mps=5.0, hold_s=15.0),
    Mover.CAR: Presence(speed_mps=13.9, hold_s=12.0, tail_s=2.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Settings of the engine.

    Args:
        up_s, down_s: seconds of a full swing (0 to 100 percent), by the rung that decides:
            rescue, safety, manual, sensor, calendar, default.
        presence: by kind of user.
        dwell_s: a lamp raised by presence stays up at least that long.
        changes_per_hour: cap on changes by presence, per lamp and hour, near windows.
        lamps_ahead: lamps lit ahead at least, beyond the own one.
        reply_s: how long a reply may take; tries: sends before the lamp counts as unknown;
            probe_s: pause between later tries.
        trust_s: age at which a report is no longer called confirmed.
        stuck_s: unbroken presence after which a detector counts as stuck; gap_s: a pause that
            breaks presence; silent_s: silence after which it counts as silent.

    Raises:
        PolicyError: a ramp or hold outside the limits of :mod:`limits`.

    """

    up_s: tuple[float, ...] = (2.0, 0.5, 1.0, 1.0, 2.0, 2.0)
    down_s: tuple[float, ...] = (10.0, 10.0, 5.0, 10.0, 15.0, 15.0)
    presence: dict[Mover, Presence] = field(default_factory=lambda: dict(PRESENCE))
    dwell_s: float = 10.0
    changes_per_hour: int = RAMP_LIMITS_2026.changes_per_hour
    lamps_ahead: int = 2
    reply_s: float = 5.0
    tries: int = 3
    probe_s: float = 60.0
    trust_s: float = 3600.0
    stuck_s: float = 900.0
    gap_s: float = 60.0
    silent_s: float = 3 * 3600.0

    def __post_init__(self) -> None:
        limits = RAMP_LIMITS_2026
        holds = [presence.hold_s for presence in self.presence.values()]
        for name, values, (low, high) in (
            ("up_s", self.up_s, limits.up_s),
            ("down_s", self.down_s, limits.down_s),
            ("hold_s", holds, limits.hold_s),
        ):
            if not all(low <= value <= high for value in values):
                raise PolicyError(
                    f"A value of {name} lies outside {low:g} to {high:g} seconds.",
                    fix="Choose a value within these bounds.",
                    code="lightwave.E030",
                )
