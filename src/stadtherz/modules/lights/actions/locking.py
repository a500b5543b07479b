"""Work permits: nothing commands a lamp that somebody works on (DIN VDE 0105-100)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people.contract import action
from stadtherz.modules.lights.actions.overriding import person_of
from stadtherz.modules.lights.actions.waking import wake_bridge
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import WorkLock
from stadtherz.modules.lights.queries import Selection, selection_of

if TYPE_CHECKING:
    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation


@action("lights.lock")
def lock(selection: Selection, *, organisation: Organisation, permit: str, by: Actor) -> WorkLock:
    """Open a work permit; on a circuit it holds for the whole circuit.

    Raises:
        LightsError: lights.E010 no person or no permit number, E011 the number is in use,
            E002 no such lamps.

    """
    holder = person_of(by)
    if holder is None or not permit.strip():
        raise LightsError(
            "A work lock needs a person and the number of the permit.",
            fix="Sign in yourself and enter the number of the work permit.",
            code="lights.E010",
        )
    if WorkLock.objects.filter(
        organisation=organisation, permit=permit.strip(), closed_at__isnull=True
    ).exists():
        raise LightsError(
            f"The work permit {permit.strip()} is open already.",
            fix="Use each number once, or close the open one first.",
            code="lights.E011",
        )
    scope, lamps = selection_of(selection, organisation=organisation)
    made = WorkLock.objects.create(
        organisation=organisation,
        permit=permit.strip(),
        scope=scope,
        rows=sorted(lamps.values_list("row", flat=True)),
        holder=holder,
        opened_at=timezone.now(),
    )
    note(made, lamps=len(made.rows))
    wake_bridge()
    return made


@action("lights.lock")
def unlock(held: WorkLock, *, by: Actor) -> WorkLock:
    """Close a work permit; only its holder may.

    Raises:
        LightsError: lights.E012, another person holds it.

    """
    if held.holder_id != by.id:
        raise LightsError(
            "This work lock is held by another person.",
            fix="Only who works there may release it; call them.",
            code="lights.E012",
        )
    if held.closed_at is None:
        held.closed_at = timezone.now()
        held.save(update_fields=["closed_at"])
        wake_bridge()
    note(held)
    return held
