"""Light for incidents: the nearest lamps to full while it is open, on the rescue rung."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people.contract import action
from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights.actions.overriding import owner_fields
from stadtherz.modules.lights.actions.waking import wake_bridge
from stadtherz.modules.lights.models import Override, Rung
from stadtherz.modules.lights.queries import commandable_near
from stadtherz.modules.lights.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Town

SCENE_LASTS = dt.timedelta(hours=2)
"""Granted length; a job renews it while the incident is open, so that it ends by itself."""
FULL_PERCENT = 100.0


@action("lights.switch")
def open_scene_light(
    town: Town, *, occasion_id: UUID, lon: float, lat: float, is_exercise: bool, by: Actor
) -> Override | None:
    """Take the lamps nearest to an incident to full; the same call again changes nothing.

    A new place moves the light. Several incidents on one lamp are kept apart: each has its own
    override, and the lamp stays at full until the last one ends.

    Args:
        town: whose lamps.
        occasion_id: the incident; one light each.
        lon, lat: degrees.
        is_exercise: marks the light.
        by: the module's own actor.

    Returns:
        The light, or None where the town has no lamp that can be commanded within 2 km.

    """
    settings = settings_of(Settings)
    lamps = commandable_near(
        town, lon, lat, radius_m=settings.scene_radius_m, at_least=settings.scene_lamps_min
    )
    running = _running(occasion_id)
    rows = sorted(lamp.row for lamp in lamps)
    if running is not None and running.rows == rows:
        return running
    if running is not None:
        _end(running)
    if not lamps:
        return None
    now = timezone.now()
    override = Override.objects.create(
        organisation_id=lamps[0].organisation_id,
        rung=Rung.RESCUE,
        scope=lamps[0].street or lamps[0].number,
        rows=rows,
        level_percent=FULL_PERCENT,
        reason="incident",
        **owner_fields(by),
        source=source_of(occasion_id),
        is_exercise=is_exercise,
        starts_at=now,
        expires_at=now + SCENE_LASTS,
    )
    note(override, lamps=len(rows), occasion_id=str(occasion_id))
    wake_bridge()
    return override


@action("lights.switch")
def close_scene_light(*, occasion_id: UUID, by: Actor) -> Override | None:
    """Give an incident's lamps back to what they were; without a light nothing happens."""
    running = _running(occasion_id)
    if running is not None:
        _end(running)
        note(running, occasion_id=str(occasion_id))
    return running


@action("lights.switch")
def renew_scene_light(override: Override, *, by: Actor) -> None:
    """Grant an open incident's light its full length again."""
    override.expires_at = timezone.now() + SCENE_LASTS
    override.save(update_fields=["expires_at", "changed_at"])
    note(override)
    wake_bridge()


def source_of(occasion_id: UUID) -> str:
    """What ties an override to its incident."""
    return f"occasion:{occasion_id}"


def _running(occasion_id: UUID) -> Override | None:
    return Override.objects.filter(source=source_of(occasion_id), released_at__isnull=True).first()


def _end(override: Override) -> None:
    override.released_at = timezone.now()
    override.save(update_fields=["released_at", "changed_at"])
    wake_bridge()
