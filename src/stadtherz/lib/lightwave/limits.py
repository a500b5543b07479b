"""Limits of light signals for rescue forces, as versioned values with their source.

A signal is white light only: blue flashing light is reserved to entitled vehicles (StVO § 38) and
nothing may be taken for a traffic sign or signal (StVO § 33 (2)).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalLimits:
    """What a light signal must keep to, in one edition of the rules.

    Args:
        edition: name of this set of values, shown with every report that used it.
        frequency_max_hz: hard cap of a slow pulse.
        frequency_hz: pulse used when nothing else is asked for.
        modulation_low_percent: lower turning point of a pulse, where the floor is not higher.
        modulation_high_percent: upper turning point.
        raise_s: soft raise to full, for the full swing from 0 to 100 percent.
        expiry_max_s: no signal lives longer without being renewed.
        flashes_max_per_s: the general bound that the cap stays well below.
        sources: where the values come from.

    """

    edition: str
    frequency_max_hz: float
    frequency_hz: float
    modulation_low_percent: float
    modulation_high_percent: float
    raise_s: float
    expiry_max_s: float
    flashes_max_per_s: float
    sources: tuple[str, ...]


SIGNAL_LIMITS_2026 = SignalLimits(
    edition="2026-1",
    frequency_max_hz=1.0,
    frequency_hz=0.5,
    modulation_low_percent=60.0,
    modulation_high_percent=100.0,
    raise_s=2.0,
    expiry_max_s=12 * 3600.0,
    flashes_max_per_s=3.0,
    sources=(
        "WCAG 2.2, success criterion 2.3.1: at most three flashes in any second",
        "StVO § 38 and § 33 (2), read as: white light only; verify before normative use",
        "house rule: 1 Hz cap, 0.5 Hz sine, 60 to 100 percent, 12 h without renewal",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RampLimits:
    """Bounds of ramps, holds and changes on demand (practice; see the sources)."""

    edition: str = "2026-1"
    up_s: tuple[float, float] = (0.5, 2.0)
    down_s: tuple[float, float] = (5.0, 30.0)
    hold_s: tuple[float, float] = (10.0, 60.0)
    changes_per_hour: int = 12
    sources: tuple[str, ...] = (
        "pilots on demand in Kaiserslautern (Rütschhofstraße 2020) and Münster",
        "house rule: at most 12 changes per luminaire and hour near windows",
    )


RAMP_LIMITS_2026 = RampLimits()
