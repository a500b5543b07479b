"""Organisations join an occasion and leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.occasions.models import Occasion, Participation
from stadtherz.core.people.contract import action

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.people.models import Organisation


@action("occasions.open")
def invite(occasion: Occasion, guest: Organisation, *, by: Actor) -> Participation:
    """Let another organisation take part: its people see what their rights allow."""
    participation, _made = Participation.objects.get_or_create(
        occasion=occasion, organisation=guest
    )
    note(occasion, guest=guest.id)
    return participation


@action("occasions.open")
def release(occasion: Occasion, guest: Organisation, *, by: Actor) -> None:
    """End an organisation's part; what it may see of the occasion ends with it."""
    Participation.objects.filter(occasion=occasion, organisation=guest).delete()
    note(occasion, guest=guest.id)
