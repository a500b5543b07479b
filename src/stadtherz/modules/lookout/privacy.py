"""What the lookout knows of a person: which missions they opened, and their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stadtherz.modules.lookout.models import Mission

if TYPE_CHECKING:
    from uuid import UUID


def export(person_id: UUID) -> list[dict[str, Any]]:
    """Missions that the person opened."""
    missions = Mission.objects.filter(opened_by_id=person_id).order_by("opened_at")
    return [
        {"name": m.name, "crew_note": m.crew_note, "opened_at": m.opened_at.isoformat()}
        for m in missions
    ]


def erase(person_id: UUID) -> int:
    """Take the person and their notes off the missions; the photos stay with the incident."""
    return Mission.objects.filter(opened_by_id=person_id).update(opened_by_id=None, crew_note="")
