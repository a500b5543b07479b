"""The dispatcher's page of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from stadtherz.core.occasions import actions as occasion_actions
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.models import Photo
from stadtherz.modules.lookout.views.showing import (
    ShownPhoto,
    incident_or_404,
    map_attributes,
    notations,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.occasions.models import Occasion

OPEN = "occasions.open"
CREW = "lookout.open_mission"


@requires("lookout.view")
def show_incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The incident on the map with its photos. The look stands in the journal."""
    actor = actor_of(request)
    incident = incident_or_404(request, incident_id)
    actions.view_incident(incident, by=actor)
    return render(request, "lookout/incident_show.html", incident_context(request, incident))


def incident_context(request: HttpRequest, incident: Occasion) -> dict[str, Any]:
    """What the incident's page shows."""
    actor = actor_of(request)
    photos = [ShownPhoto(photo) for photo in queries.photos_of(incident)]
    may_lead = actor.may(OPEN, incident.organisation_id)
    guests = queries.guests(incident)
    taking_part = [incident.organisation_id, *(guest.id for guest in guests)]
    return {
        "incident": incident,
        "exercise": incident.is_exercise,
        "photos": photos,
        "photo_json": [shown.to_json() for shown in photos],
        "notations": notations((incident.lon_deg, incident.lat_deg)),
        "map": map_attributes(),
        "missions": queries.missions_of(incident),
        "keys": queries.keys_of(incident),
        "guests": guests,
        "invitable": queries.organisations_to_invite(taking_part) if may_lead else [],
        "may_lead": may_lead,
        "may_fly": occasions.may_in(incident, CREW, by=actor),
        "now_at": timezone.now(),
    }


@requires("lookout.view")
def list_photos(request: HttpRequest, incident_id: UUID) -> JsonResponse:
    """All photos of an incident, fetched again after a broken line or a relocation."""
    incident = incident_or_404(request, incident_id)
    actions.view_incident(incident, by=actor_of(request))
    photos = [ShownPhoto(photo).to_json() for photo in queries.photos_of(incident)]
    return _fresh({"photos": photos, "is_open": incident.is_open})


@requires("lookout.view")
def show_photo(request: HttpRequest, photo_id: UUID) -> JsonResponse:
    """One photo that has just changed."""
    try:
        photo = queries.photo_for(photo_id, by=actor_of(request))
    except Photo.DoesNotExist:
        raise Http404 from None
    return _fresh(ShownPhoto(photo).to_json())


@requires("occasions.open")
@require_POST
def close_incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """End the incident."""
    incident = incident_or_404(request, incident_id)
    occasion_actions.close(incident, by=actor_of(request))
    return redirect("lookout:incident-show", incident.id)


@requires("occasions.open")
@require_POST
def invite_guest(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Let another organisation take part."""
    incident = incident_or_404(request, incident_id)
    others = queries.organisations_to_invite([incident.organisation_id])
    guest = next((o for o in others if str(o.id) == request.POST.get("guest")), None)
    if guest is None:
        raise Http404
    actions.invite(incident, guest, by=actor_of(request))
    return redirect("lookout:incident-show", incident.id)


def _fresh(content: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(content, encoder=DjangoJSONEncoder)
    response["Cache-Control"] = "private, no-store"
    return response
