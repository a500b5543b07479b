"""Incidents are opened, looked at, and shared with other organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.live.contract import announce
from stadtherz.core.occasions import actions as occasion_actions
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import NotAllowedError, action
from stadtherz.modules.lookout.domain import IncidentChanged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.actions import Report
    from stadtherz.core.occasions.models import Occasion
    from stadtherz.core.people.models import Organisation

VIEW = "lookout.view"


@action("occasions.open", verb="lookout.open_incident")
def open_incident(
    report: Report,
    *,
    organisation: Organisation,
    guests: Iterable[Organisation] = (),
    by: Actor,
) -> Occasion:
    """Open an incident and let other organisations take part from the first second."""
    occasion = occasion_actions.open_incident(report, organisation=organisation, by=by)
    for guest in guests:
        occasion_actions.invite(occasion, guest, by=by)
    note(occasion)
    return occasion


@action(VIEW, needs_right=False)
def view_incident(occasion: Occasion, *, by: Actor) -> Occasion:
    """Look at an incident: who looked stands in the journal.

    Raises:
        NotAllowedError: the right is held in none of the incident's organisations.

    """
    if not occasions.may_in(occasion, VIEW, by=by):
        raise NotAllowedError(VIEW)
    note(occasion)
    return occasion


@action("occasions.open", verb="lookout.invite")
def invite(occasion: Occasion, guest: Organisation, *, by: Actor) -> None:
    """Let an organisation take part, and show it the incident at once."""
    occasion_actions.invite(occasion, guest, by=by)
    note(occasion, guest=guest.id)
    tell_incident(occasion, "invited")


def tell_incident(occasion: Occasion, change: str) -> None:
    """Announce to the incident's organisations, and to no others."""
    message = IncidentChanged(occasion_id=occasion.id, change=change)
    for organisation_id in occasions.organisations_of(occasion):
        announce("lookout.incidents", message, organisation_id=organisation_id)
