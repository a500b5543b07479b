"""The one place that formats moments, lengths, shares and positions for people.

The language is Django's current one, the zone Django's current zone (the town's); German writes a
decimal comma, a thousands point and "Uhr", English a decimal point and no "Uhr".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import date, datetime

NBSP = "\N{NO-BREAK SPACE}"
PATTERNS = {"long": "l, j. F Y, H:i", "full": "j. F Y, H:i", "short": "d.m.Y, H:i", "day": "j. F Y"}
PATTERNS_ENGLISH = {
    "long": "l, j F Y, H:i",
    "full": "j F Y, H:i",
    "short": "j M Y, H:i",
    "day": "j F Y",
}
KILOMETRE_M = 1000
NEAR_M = 10


def moment(at: datetime, style: str = "full") -> str:
    """Write a moment in the town's zone.

    Args:
        at: an aware moment.
        style: ``long`` (with weekday), ``full``, ``short`` (digits), ``day`` (no time),
            ``clock`` (time with seconds), ``time`` (hours and minutes).

    Raises:
        ValueError: the moment is naive.

    """
    if timezone.is_naive(at):
        raise ValueError("a moment needs its zone: pass an aware datetime")
    local = timezone.localtime(at)
    if style in {"clock", "time"}:
        text = dateformat.format(local, "H:i:s" if style == "clock" else "H:i")
        return _with_word(text)
    patterns = PATTERNS if _is_german() else PATTERNS_ENGLISH
    text = dateformat.format(local, patterns[style])
    return text if style == "day" else _with_word(text)


def day(on: date) -> str:
    """Write a calendar day, as ``moment`` does in the style ``day``."""
    return dateformat.format(on, (PATTERNS if _is_german() else PATTERNS_ENGLISH)["day"])


def span(seconds: float) -> str:
    """Write a duration with its largest fitting unit, from seconds to days."""
    for limit_s, unit_s, unit in ((90, 1, "s"), (5400, 60, "min"), (172800, 3600, "h")):
        if abs(seconds) < limit_s:
            return f"{number(seconds / unit_s, 0)}{NBSP}{unit}"
    return _("%(count)s days") % {"count": number(seconds / 86400, 0)}


def number(value: float, digits: int = 0) -> str:
    """Write a number with the language's decimal sign and thousands mark."""
    return number_format(round(value, digits), digits, use_l10n=True, force_grouping=True)


def length(value_m: float) -> str:
    """Write a length: one decimal below 10 m, metres, from 1 km on kilometres."""
    if abs(value_m) >= KILOMETRE_M:
        return f"{number(value_m / KILOMETRE_M, 1)}{NBSP}km"
    digits = 1 if abs(value_m) < NEAR_M else 0
    return f"{number(value_m, digits)}{NBSP}m"


def share(value_percent: float, digits: int = 0) -> str:
    """Write a share given in percent, 0 to 100, with the space that DIN 5008 asks for."""
    gap = NBSP if _is_german() else ""
    return f"{number(value_percent, digits)}{gap}%"


def position(lon_deg: float, lat_deg: float) -> str:
    """Write a WGS84 position as decimal degrees, latitude first, five digits (about 1 m)."""
    north = _("N") if lat_deg >= 0 else _("S")
    east = _("E") if lon_deg >= 0 else _("W")
    return f"{number(abs(lat_deg), 5)}°{NBSP}{north}, {number(abs(lon_deg), 5)}°{NBSP}{east}"


def _with_word(time: str) -> str:
    return _("%(time)s o'clock") % {"time": time} if _is_german() else time


def _is_german() -> bool:
    return (get_language() or "de").startswith("de")
