"""Light for rescue forces: the lamps around a place, softly to full, always with an end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.errors import CityError
from stadtherz.lib.lightwave.ladder import Rung
from stadtherz.lib.lightwave.limits import SIGNAL_LIMITS_2026, SignalLimits
from stadtherz.lib.lightwave.overrides import Override

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadtherz.lib.lightwave.fleet import Fleet


class RescueError(CityError):
    """A rescue light that would break the limits."""


def nearest_lamps(
    fleet: Fleet,
    point_m: tuple[float, float],
    *,
    radius_m: float,
    at_least: int = 1,
) -> NDArray[np.int32]:
    """Give the lamps that can be commanded around a place, nearest first.

    Args:
        fleet: the lamps.
        point_m: place in the fleet's plane, x and y in metres.
        radius_m: how far around.
        at_least: so many even where none is within the radius, as far as the town has them.

    """
    away_m = np.hypot(fleet.x_m - point_m[0], fleet.y_m - point_m[1])
    usable = np.flatnonzero(fleet.commandable)
    order = usable[np.argsort(away_m[usable], kind="stable")]
    count = max(int(np.count_nonzero(away_m[order] <= radius_m)), at_least)
    return order[:count].astype(np.int32)


def scene_light(
    key: str,
    lamps: NDArray[np.int32],
    *,
    owner: str,
    reason: str,
    now_s: float,
    lasts_s: float,
    limits: SignalLimits = SIGNAL_LIMITS_2026,
) -> Override:
    """Make the override that takes ``lamps`` to full, on the soft ramp of the rescue rung.

    Raises:
        RescueError: it would last longer than the limits allow without renewal.

    """
    if not 0.0 < lasts_s <= limits.expiry_max_s:
        raise RescueError(
            f"A rescue light of {lasts_s / 3600:g} h was not placed: {limits.edition} allows"
            f" up to {limits.expiry_max_s / 3600:g} h.",
            fix="Choose a shorter time and renew it while the incident is open.",
            code="lightwave.E060",
        )
    return Override(
        key=key,
        rung=Rung.RESCUE,
        lamps=lamps,
        level_percent=limits.modulation_high_percent,
        owner=owner,
        reason=reason,
        starts_at_s=now_s,
        expires_at_s=now_s + lasts_s,
    )


def breathing_percent(
    now_s: float,
    floor_percent: NDArray[np.float32],
    *,
    frequency_hz: float | None = None,
    limits: SignalLimits = SIGNAL_LIMITS_2026,
) -> NDArray[np.float32]:
    """Give the levels of softly breathing lamps: a sine, all in phase, never below the floor.

    Where the floor lies above the lower turning point the amplitude shrinks. The phase depends on
    the moment alone, so all lamps of a street breathe together.

    Args:
        now_s: Unix seconds.
        floor_percent: class floor of each lamp, percent.
        frequency_hz: up to the limit's cap; None = its default.
        limits: edition of the rules.

    Raises:
        RescueError: a frequency above the cap.

    """
    frequency = limits.frequency_hz if frequency_hz is None else frequency_hz
    if not 0.0 < frequency <= limits.frequency_max_hz:
        raise RescueError(
            f"A pulse of {frequency:g} Hz is not allowed: the cap is {limits.frequency_max_hz:g}.",
            fix="Choose a slower pulse.",
            code="lightwave.E061",
        )
    share = 0.5 + 0.5 * math.sin(2.0 * math.pi * math.fmod(now_s * frequency, 1.0))
    low = np.maximum(floor_percent, np.float32(limits.modulation_low_percent))
    high = np.float32(limits.modulation_high_percent)
    level: NDArray[np.float32] = (low + (high - low) * np.float32(share)).astype(np.float32)
    return level
