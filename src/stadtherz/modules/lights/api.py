"""Lamps and overrides for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import NotAllowedError, actor_of
from stadtherz.modules.lights import actions, queries
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.schemas import (
    COLUMNS,
    LampOut,
    LampsOut,
    OverrideIn,
    OverrideOut,
    lamps_json,
)
from stadtherz.modules.lights.tables import lamps_csv, lamps_geojson

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from stadtherz.core.people.models import Organisation
    from stadtherz.modules.lights.models import Lamp, Override

router = Router()
SWITCH = "lights.switch"
PER_PAGE = 500
BOX_PARTS = 4


@router.get("lamps", response=LampsOut, summary="Lamps, in a box or along a street")
def lamps(
    request: HttpRequest,
    bbox: str = "",
    street: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HttpResponse:
    """Lamps with level and knowledge, 500 to a page; `bbox` is west,south,east,north."""
    found = queries.lamps(by=actor_of(request), street=street, box=_box(bbox))
    rows = list(found.values_list(*COLUMNS)[(page - 1) * PER_PAGE : page * PER_PAGE])
    light = queries.levels_of(queries.picture_of(people.town()), [row[0] for row in rows])
    content = lamps_json(found.count(), rows, light)
    return HttpResponse(content, content_type="application/json; charset=utf-8")


@router.get("lamps/{lamp_id}", response=LampOut, summary="One lamp")
def lamp(request: HttpRequest, lamp_id: UUID) -> LampOut:
    """One lamp with level and knowledge."""
    found = queries.lamp_for(lamp_id, by=actor_of(request))
    light = queries.levels_of(queries.picture_of(people.town()), [found.row])[0]
    return LampOut.of(found, light)


@router.get("export.csv", summary="The register as CSV")
def export_csv(request: HttpRequest) -> HttpResponse:
    """Every lamp as a row; derived positions say so in a column of their own."""
    content = lamps_csv(_register(request), people.town())
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@router.get("export.geojson", summary="The register as GeoJSON")
def export_geojson(request: HttpRequest) -> HttpResponse:
    """Every lamp as a point (RFC 7946), with attribution and the mark of derived positions."""
    content = lamps_geojson(_register(request), people.town())
    return HttpResponse(content, content_type="application/geo+json")


@router.get("overrides", response=list[OverrideOut], summary="Running overrides")
def overrides(request: HttpRequest) -> QuerySet[Override]:
    """Overrides that run now."""
    return queries.running(by=actor_of(request))


@router.post("overrides", response={201: OverrideOut}, summary="Override the light")
def post_override(request: HttpRequest, told: OverrideIn) -> Status[Override]:
    """Set lamps to a level until a moment; carried out within a second."""
    made = actions.switch(
        told.selection(),
        organisation=_own_organisation(request),
        level_percent=told.level_percent,
        reason=told.reason,
        expires_at=told.expires_at,
        by=actor_of(request),
    )
    return Status(201, made)


@router.delete("overrides/{override_id}", response=OverrideOut, summary="Release an override")
def delete_override(request: HttpRequest, override_id: UUID) -> Override:
    """End an override before its time; again changes nothing."""
    actor = actor_of(request)
    return actions.release(queries.override_for(override_id, by=actor), by=actor)


def _register(request: HttpRequest) -> QuerySet[Lamp]:
    return queries.lamps(by=actor_of(request))


def _own_organisation(request: HttpRequest) -> Organisation:
    actor = actor_of(request)
    if not actor.may(SWITCH):
        raise NotAllowedError(SWITCH)
    own = list(people.organisations(by=actor, permission=SWITCH)[:2])
    if len(own) != 1:
        raise LightsError(
            "It is not clear whose lamps you mean.",
            fix="Use a key of the lighting office: it belongs to one organisation.",
            code="lights.E013",
        )
    return own[0]


def _box(text: str) -> tuple[float, ...] | None:
    if not text:
        return None
    try:
        box = tuple(float(part) for part in text.split(","))
    except ValueError:
        box = ()
    if len(box) != BOX_PARTS:
        raise LightsError(
            "This is no box.",
            fix="Write west,south,east,north in degrees, such as 7.75,49.43,7.78,49.45.",
            code="lights.E014",
        )
    return box
