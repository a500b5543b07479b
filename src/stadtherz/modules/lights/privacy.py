"""Whose names stand in the records of lights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stadtherz.modules.lights.models import Override, WorkLock

if TYPE_CHECKING:
    from uuid import UUID


def export_overrides(person_id: UUID) -> list[dict[str, Any]]:
    """Overrides and work locks that name the person."""
    overrides = Override.objects.filter(owner_id=person_id).order_by("starts_at")
    locks = WorkLock.objects.filter(holder_id=person_id).order_by("opened_at")
    return [
        {"kind": "override", "scope": o.scope, "reason": o.reason, "at": o.starts_at.isoformat()}
        for o in overrides
    ] + [
        {"kind": "work lock", "scope": k.scope, "permit": k.permit, "at": k.opened_at.isoformat()}
        for k in locks
    ]


def erase_overrides(person_id: UUID) -> int:
    """Take the person off all overrides; closed work locks go, an open one needs its holder."""
    ended = Override.objects.filter(owner_id=person_id)
    count = ended.update(owner=None, owner_label="—")
    return count + WorkLock.objects.filter(holder_id=person_id, closed_at__isnull=False).delete()[0]
