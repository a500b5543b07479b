"""Overrides by hand: with owner, reason and end, written durably, carried out by the bridge."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people.contract import action
from stadtherz.core.people.models import Person
from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights.actions.waking import wake_bridge
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import Capability, Override, Rung
from stadtherz.modules.lights.queries import Selection, selection_of
from stadtherz.modules.lights.settings import Settings

if TYPE_CHECKING:
    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation

FULL_PERCENT = 100


@action("lights.switch")
def switch(
    selection: Selection,
    *,
    organisation: Organisation,
    level_percent: float,
    reason: str,
    expires_at: dt.datetime,
    by: Actor,
) -> Override:
    """Set chosen lamps to a level until a moment; above calendar and presence, below rescue.

    Circuits know only on and off: any level above 0 switches the whole circuit on. Lamps that
    nothing can command stay as they are.

    Args:
        selection: the lamps; at least one of them must be commandable.
        organisation: to which they belong.
        level_percent: 0 to 100, of nominal luminous flux; the class floor still holds.
        reason: why, for those who come after.
        expires_at: real moment, at most ``override_hours_max`` from now.
        by: who is responsible.

    Raises:
        LightsError: lights.E002 no such lamps, E005 to E008 what is missing or impossible.

    """
    now = timezone.now()
    _check(level_percent, reason, expires_at, now)
    scope, lamps = selection_of(selection, organisation=organisation)
    capabilities = dict(lamps.values_list("row", "capability"))
    mute = {Capability.NOTHING, Capability.AUTONOMOUS}
    if all(capability in mute for capability in capabilities.values()):
        raise LightsError(
            f"Nothing can command these lamps: {scope}." if capabilities else "No lamp is there.",
            fix="Choose lamps on a circuit or addressable ones; the lamp's page says what it is.",
            code="lights.E008",
        )
    override = Override.objects.create(
        organisation=organisation,
        rung=Rung.MANUAL,
        scope=scope,
        rows=sorted(capabilities),
        level_percent=level_percent,
        reason=reason.strip(),
        **owner_fields(by),
        starts_at=now,
        expires_at=expires_at,
    )
    note(override, lamps=len(capabilities), level_percent=level_percent)
    wake_bridge()
    return override


@action("lights.switch")
def release(override: Override, *, by: Actor) -> Override:
    """End an override before its time; an ended one stays as it is.

    Raises:
        LightsError: lights.E009, it belongs to an incident that is still open.

    """
    if override.rung == Rung.RESCUE:
        raise LightsError(
            "This light belongs to an open incident.",
            fix="It ends with the incident; ask the control centre to close it.",
            code="lights.E009",
        )
    now = timezone.now()
    if override.released_at is None and override.expires_at > now:
        override.released_at = now
        override.save(update_fields=["released_at", "changed_at"])
        wake_bridge()
    note(override)
    return override


def owner_fields(by: Actor) -> dict[str, object]:
    """Who is responsible: a person by id, others by the name of what they are."""
    owner = person_of(by)
    label = "" if owner else (by.name or by.kind)[:60]
    return {"owner": owner, "owner_label": label, "cause_id": by.cause_id}


def person_of(by: Actor) -> Person | None:
    """The person who acts, None for others."""
    if by.kind != "person" or by.id is None:
        return None
    return Person.objects.filter(id=by.id).first()


def _check(level_percent: float, reason: str, expires_at: dt.datetime, now: dt.datetime) -> None:
    hours_max = settings_of(Settings).override_hours_max
    if not 0 <= level_percent <= FULL_PERCENT:  # written so that NaN fails, too
        raise LightsError(
            f"{level_percent:g} percent is no level.",
            fix="Give 0 to 100 percent.",
            code="lights.E005",
        )
    if not reason.strip():
        raise LightsError(
            "The override has no reason.",
            fix="Say in a few words why, for those who come after you.",
            code="lights.E006",
        )
    if not now < expires_at <= now + dt.timedelta(hours=hours_max):
        raise LightsError(
            "The override has no end within what is allowed.",
            fix=f"Choose an end from now on, at most {hours_max:g} hours ahead.",
            code="lights.E007",
        )
