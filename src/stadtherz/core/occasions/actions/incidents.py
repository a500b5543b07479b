"""Incidents open, change, and close; also from a dispatch system, by calls that may come twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note, publish
from stadtherz.core.occasions.domain import Kind, Phase, first_phase, may_enter
from stadtherz.core.occasions.errors import OccasionError
from stadtherz.core.occasions.events import (
    IncidentClosed,
    IncidentMoved,
    IncidentOpened,
    OccasionEnded,
    OccasionEvent,
    OccasionStarted,
)
from stadtherz.core.occasions.models import Occasion, PhaseChange
from stadtherz.core.people.contract import action

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is known of an incident.

    Args:
        source: name of the dispatch system, empty when a person enters it here.
        number: the incident's number there; with `source` it makes calls idempotent.
        units: call signs.

    """

    title: str
    lon_deg: float
    lat_deg: float
    keyword: str = ""
    address: str = ""
    units: tuple[str, ...] = ()
    is_exercise: bool = False
    source: str = ""
    number: str = ""


@action("occasions.open")
def open_incident(report: Report, *, organisation: Organisation, by: Actor) -> Occasion:
    """Open an incident of the organisation and tell every room that listens.

    Raises:
        OccasionError: the place is not on earth, or the title is empty.

    """
    _check(report)
    now = timezone.now()
    occasion = Occasion.objects.create(
        organisation=organisation,
        kind=Kind.INCIDENT,
        phase=first_phase(Kind.INCIDENT),
        opened_at=now,
        changed_at=now,
        **_fields(report),
    )
    PhaseChange.objects.create(occasion=occasion, phase=occasion.phase, at=now)
    note(occasion, is_exercise=report.is_exercise, source=report.source, number=report.number)
    publish(_event(IncidentOpened, occasion))
    return occasion


@action("occasions.open")
def report_incident(report: Report, *, organisation: Organisation, by: Actor) -> Occasion:
    """Open or update the incident with this source and number: the same call twice changes nothing.

    Raises:
        OccasionError: source or number is missing, or the incident is closed already.

    """
    if not (report.source and report.number):
        raise OccasionError(
            "The report names no source or no incident number.",
            fix="Send both: together they tell a new incident from an update.",
            code="occasions.E001",
        )
    known = Occasion.objects.filter(
        organisation=organisation, source=report.source, number=report.number
    ).first()
    if known is None:
        return open_incident(report, organisation=organisation, by=by)
    if _fields_of(known) == _fields(report):
        return known
    return update_incident(known, report, by=by)


@action("occasions.open")
def update_incident(occasion: Occasion, report: Report, *, by: Actor) -> Occasion:
    """Correct what is known; an exercise stays one, and a real incident never becomes one.

    Raises:
        OccasionError: it is closed, or the report turns an incident into an exercise or back.

    """
    _must_be_open(occasion)
    _check(report)
    if report.is_exercise != occasion.is_exercise:
        raise OccasionError(
            "An incident cannot become an exercise, nor an exercise an incident.",
            fix="Close this one and open another.",
            code="occasions.E002",
        )
    moved = (report.lon_deg, report.lat_deg) != (occasion.lon_deg, occasion.lat_deg)
    for name, value in _fields(report).items():
        setattr(occasion, name, value)
    occasion.changed_at = timezone.now()
    occasion.save()
    note(occasion, moved=moved)
    if moved:
        publish(_event(IncidentMoved, occasion))
    return occasion


@action("occasions.open")
def enter_phase(occasion: Occasion, phase: Phase, *, by: Actor) -> Occasion:
    """Step to another phase; `close` ends it.

    Raises:
        OccasionError: the phase is not one of this kind, or the occasion is closed.

    """
    _must_be_open(occasion)
    if phase is Phase.CLOSED or not may_enter(
        Kind(occasion.kind), now=Phase(occasion.phase), then=phase
    ):
        raise OccasionError(
            f"The phase “{occasion.phase}” does not lead to “{phase}”.",
            fix="Choose another phase of this kind of occasion, or close it.",
            code="occasions.E003",
        )
    _enter(occasion, phase)
    if phase is Phase.RUNNING:
        publish(_event(OccasionStarted, occasion))
    return occasion


@action("occasions.open", verb="occasions.close")
def close(occasion: Occasion, *, by: Actor) -> Occasion:
    """End an occasion for good; closing twice changes nothing."""
    if not occasion.is_open:
        note(occasion, was_closed=True)
        return occasion
    occasion.closed_at = timezone.now()
    _enter(occasion, Phase.CLOSED)
    ended = IncidentClosed if occasion.kind == Kind.INCIDENT else OccasionEnded
    publish(_event(ended, occasion))
    return occasion


def _enter(occasion: Occasion, phase: Phase) -> None:
    now = timezone.now()
    occasion.phase, occasion.changed_at = phase, now
    occasion.save(update_fields=["phase", "changed_at", "closed_at"])
    PhaseChange.objects.create(occasion=occasion, phase=phase, at=now)
    note(occasion, phase=phase.value)


def _fields(report: Report) -> dict[str, object]:
    return {
        "title": report.title.strip(),
        "keyword": report.keyword,
        "address": report.address,
        "lon_deg": report.lon_deg,
        "lat_deg": report.lat_deg,
        "is_exercise": report.is_exercise,
        "source": report.source,
        "number": report.number,
        "units": list(report.units),
    }


def _fields_of(occasion: Occasion) -> dict[str, object]:
    names = _fields(Report(title="", lon_deg=0, lat_deg=0))
    return {name: getattr(occasion, name) for name in names}


def _event(kind: type[OccasionEvent], occasion: Occasion) -> OccasionEvent:
    return kind(
        occasion_id=occasion.id,
        organisation_id=occasion.organisation_id,
        lon_deg=occasion.lon_deg,
        lat_deg=occasion.lat_deg,
        is_exercise=occasion.is_exercise,
    )


def _must_be_open(occasion: Occasion) -> None:
    if not occasion.is_open:
        raise OccasionError(
            "This occasion is closed.",
            fix="Open a new one; closed ones stay as they are.",
            code="occasions.E004",
        )


def _check(report: Report) -> None:
    if not report.title.strip():
        raise OccasionError(
            "The incident has no title.",
            fix="Say in a few words what happened.",
            code="occasions.E005",
        )
    # written so that NaN fails, too
    if not (-180 <= report.lon_deg <= 180 and -90 <= report.lat_deg <= 90):  # noqa: PLR2004 - degrees
        raise OccasionError(
            "The position is not on earth.",
            fix="Give longitude -180 to 180 and latitude -90 to 90 in degrees.",
            code="occasions.E006",
        )
