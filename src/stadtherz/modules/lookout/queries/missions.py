"""Missions of an incident and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.modules.lookout.models import Mission, MissionKey
from stadtherz.modules.lookout.queries.incidents import incident_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion


def missions_of(occasion: Occasion) -> QuerySet[Mission]:
    """Missions of an incident that the caller may see, oldest first."""
    return (
        Mission.objects.filter(occasion=occasion)
        .select_related("organisation", "occasion")
        .order_by("opened_at", "id")
    )


def mission_for(occasion_id: UUID, mission_id: UUID, *, by: Actor) -> Mission:
    """A mission of an incident that the actor may see; else DoesNotExist."""
    return missions_of(incident_for(occasion_id, by=by)).get(id=mission_id)


def keys_of(occasion: Occasion) -> QuerySet[MissionKey]:
    """Keys of the incident's missions, newest first; only hints, never secrets."""
    return (
        MissionKey.objects.filter(mission__occasion=occasion)
        .select_related("token", "mission__organisation")
        .order_by("-token__created_at")
    )
