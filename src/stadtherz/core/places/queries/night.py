"""Whether it is night over a town's map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stadtherz.core.people.queries import town_time
from stadtherz.lib.astro import Place, is_night

if TYPE_CHECKING:
    from stadtherz.core.people.models import Town
    from stadtherz.core.places.models import TownPack


def map_tone(town: Town | None, pack: TownPack | None) -> str:
    """`night` while the sun is down by the town's clock, simulated or real; else nothing.

    A `<city-map tone="night">` is dark whatever the page's theme, so that lamps glow.
    """
    if town is None or pack is None:
        return ""
    place = Place(latitude_deg=pack.lat, longitude_deg=pack.lon, zone=ZoneInfo(town.zone))
    return "night" if is_night(town_time(town).now_at, place) else ""
