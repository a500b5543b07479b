"""Missions and photos of incidents in the public API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from ninja import Router, Status

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import NotAllowedError, actor_of
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.schemas import (
    KeyOut,
    MissionIn,
    MissionOut,
    PhotoCollection,
    PhotoFeature,
    to_collection,
    to_feature,
    to_mission,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from stadtherz.core.journal.contract import Actor

router = Router()
VIEW = "lookout.view"
CREW = "lookout.open_mission"


@router.get("incidents/{incident_id}/photos", response=PhotoCollection, summary="Photos")
def photos(request: HttpRequest, incident_id: UUID) -> dict[str, Any]:
    """Photos of an incident as GeoJSON, newest first, with outline, error and exercise mark.

    The call stands in the journal as a view of the incident. Pictures themselves:
    `/bilder/{item}/{variant}` with the right `media.view`.
    """
    actor = _known(request, VIEW)
    incident = queries.incident_for(incident_id, by=actor)
    actions.view_incident(incident, by=actor)
    return to_collection(queries.photos_of(incident), is_exercise=incident.is_exercise)


@router.get("photos/{photo_id}", response=PhotoFeature, summary="One photo")
def photo(request: HttpRequest, photo_id: UUID) -> dict[str, Any]:
    """One photo as a GeoJSON Feature."""
    return to_feature(queries.photo_for(photo_id, by=_known(request, VIEW)))


@router.get("incidents/{incident_id}/missions", response=list[MissionOut], summary="Missions")
def missions(request: HttpRequest, incident_id: UUID) -> list[dict[str, Any]]:
    """Missions of an incident, oldest first."""
    incident = queries.incident_for(incident_id, by=_known(request, VIEW))
    return [to_mission(mission) for mission in queries.missions_of(incident)]


@router.post(
    "incidents/{incident_id}/missions", response={201: MissionOut}, summary="Open a mission"
)
def open_mission(
    request: HttpRequest, incident_id: UUID, told: MissionIn
) -> Status[dict[str, Any]]:
    """Open a crew's mission; its organisation must take part in the incident."""
    actor = _known(request, CREW)
    incident = queries.incident_for(incident_id, by=actor)
    organisation = people.organisations(by=actor, permission=CREW).get(key=told.organisation)
    mission = actions.open_mission(
        incident,
        organisation=organisation,
        name=told.name,
        crew_note=told.crew_note,
        by=actor,
    )
    return Status(201, to_mission(mission))


@router.post(
    "incidents/{incident_id}/missions/{mission_id}/keys",
    response={201: KeyOut},
    summary="Issue a mission key",
)
def issue_key(request: HttpRequest, incident_id: UUID, mission_id: UUID) -> Status[dict[str, Any]]:
    """Make a key that sends photos to this incident and opens nothing.

    Use: `curl -T photo.jpg -H "Authorization: Bearer KEY" ADDRESS/photo.jpg`.
    """
    actor = _known(request, CREW)
    mission = queries.mission_for(incident_id, mission_id, by=actor)
    issued = actions.issue_key(mission, by=actor)
    base = settings.INSTALLATION.server.public_url or request.build_absolute_uri("/").rstrip("/")
    return Status(
        201,
        {
            "secret": issued.secret,
            "expires_at": issued.key.token.expires_at,
            "upload": f"{base}/upload/{incident_id}",
        },
    )


def _known(request: HttpRequest, permission: str) -> Actor:
    actor = actor_of(request)
    if not actor.may(permission):
        raise NotAllowedError(permission)
    return actor
