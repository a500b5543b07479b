"""Incidents for dispatch systems: idempotent, keyed by source and number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db import IntegrityError
from ninja import Path, Router, Status

from stadtherz.core.occasions import actions, queries
from stadtherz.core.occasions.actions import Report
from stadtherz.core.occasions.errors import OccasionError
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.occasions.schemas import IncidentIn, IncidentOut
from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import NotAllowedError, actor_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from stadtherz.core.people.models import Organisation

router = Router()
OPEN = "occasions.open"
NO_CONTROLS = r"^[^\x00-\x1f\x7f]+$"
Source = Annotated[str, Path(max_length=60, pattern=NO_CONTROLS)]
Number = Annotated[str, Path(max_length=60, pattern=NO_CONTROLS)]


@router.get("incidents", response=list[IncidentOut], summary="Open incidents")
def incidents(request: HttpRequest) -> QuerySet[Occasion]:
    """Open incidents of the organisations in which the caller may see them."""
    actor = actor_of(request)
    if not actor.may(queries.VIEW):
        raise NotAllowedError(queries.VIEW)
    return queries.open_incidents(by=actor)[:500]


@router.get("incidents/{occasion_id}", response=IncidentOut, summary="One incident")
def incident(request: HttpRequest, occasion_id: UUID) -> Occasion:
    """One incident, open or closed."""
    actor = actor_of(request)
    if not actor.may(queries.VIEW):
        raise NotAllowedError(queries.VIEW)
    return queries.occasion_for(occasion_id, by=actor)


@router.put(
    "incidents/{source}/{number}",
    response={200: IncidentOut, 201: IncidentOut},
    summary="Open or update an incident",
)
def put_incident(
    request: HttpRequest, source: Source, number: Number, told: IncidentIn
) -> Status[Occasion]:
    """Open the incident with this source and number, or bring it up to date.

    The same call twice changes nothing. The organisation is the key's own.
    """
    actor = actor_of(request)
    organisation = _own_organisation(request)
    fresh = _find(organisation, source, number) is None
    values: dict[str, Any] = {**told.dict(), "units": tuple(told.units)}
    report = Report(source=source, number=number, **values)
    try:
        occasion = actions.report_incident(report, organisation=organisation, by=actor)
    except IntegrityError:  # the same call came at the same moment, and was first
        occasion = actions.report_incident(report, organisation=organisation, by=actor)
    return Status(201 if fresh else 200, occasion)


@router.post("incidents/{source}/{number}/close", response=IncidentOut, summary="Close an incident")
def close_incident(request: HttpRequest, source: Source, number: Number) -> Occasion:
    """Close the incident; closing it again changes nothing."""
    found = _find(_own_organisation(request), source, number)
    if found is None:
        raise Occasion.DoesNotExist
    return actions.close(found, by=actor_of(request))


def _find(organisation: Organisation, source: str, number: str) -> Occasion | None:
    return Occasion.objects.filter(organisation=organisation, source=source, number=number).first()


def _own_organisation(request: HttpRequest) -> Organisation:
    actor = actor_of(request)
    if not actor.may(OPEN) or actor.narrowed_to:  # a mission key opens no incidents
        raise NotAllowedError(OPEN)
    own = list(people.organisations(by=actor, permission=OPEN)[:2])
    if len(own) != 1:
        raise OccasionError(
            "It is not clear for which organisation you report.",
            fix="Use a key of the control centre: it belongs to one organisation.",
            code="occasions.E007",
        )
    return own[0]
