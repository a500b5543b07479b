"""What other rooms' events set off: light where an incident is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.people import queries as people
from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights import actions
from stadtherz.modules.lights.settings import Settings

if TYPE_CHECKING:
    from stadtherz.core.occasions.events import IncidentClosed, IncidentMoved, IncidentOpened
    from stadtherz.core.people.contract import Actor


def light_scene(event: IncidentOpened | IncidentMoved, by: Actor) -> None:
    """Take the nearest lamps to full; exercises reach real lamps only where a setting says so."""
    town = people.town()
    if town is None:
        return
    is_simulated = people.town_time(town).is_simulated
    if event.is_exercise and not (is_simulated or settings_of(Settings).exercise_lights_real_lamps):
        return
    actions.open_scene_light(
        town,
        occasion_id=event.occasion_id,
        lon=event.lon_deg,
        lat=event.lat_deg,
        is_exercise=event.is_exercise,
        by=by,
    )


def end_scene(event: IncidentClosed, by: Actor) -> None:
    """Give the incident's lamps back."""
    actions.close_scene_light(occasion_id=event.occasion_id, by=by)
