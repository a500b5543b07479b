"""Events of the town are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.occasions.domain import Kind, first_phase
from stadtherz.core.occasions.models import Occasion, PhaseChange
from stadtherz.core.people.contract import action

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.people.models import Organisation


@action("occasions.open")
def plan_event(
    title: str, *, organisation: Organisation, lon_deg: float, lat_deg: float, by: Actor
) -> Occasion:
    """Enter an event of the town at its place, as planned."""
    now = timezone.now()
    occasion = Occasion.objects.create(
        organisation=organisation,
        kind=Kind.EVENT,
        phase=first_phase(Kind.EVENT),
        title=title,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        opened_at=now,
        changed_at=now,
    )
    PhaseChange.objects.create(occasion=occasion, phase=occasion.phase, at=now)
    note(occasion)
    return occasion
