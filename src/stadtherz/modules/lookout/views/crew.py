"""The drone crew's page: send photos, open missions, hand out keys, relocate exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, public, requires
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.forms import MissionForm
from stadtherz.modules.lookout.views.showing import ShownPhoto, incident_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion
    from stadtherz.core.people.models import Organisation
    from stadtherz.modules.lookout.models import Mission

CREW = "lookout.open_mission"
RELOCATE = "lookout.relocate"


@requires("lookout.open_mission")
def show_crew(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Send photos of an incident; each tells what became of it. Made for a phone."""
    incident = incident_or_404(request, incident_id)
    actions.view_incident(incident, by=actor_of(request))
    return render(request, "lookout/crew_show.html", _crew_context(request, incident))


def _crew_context(request: HttpRequest, incident: Occasion, **more: Any) -> dict[str, Any]:
    actor = actor_of(request)
    missions = list(queries.missions_of(incident))
    return {
        "incident": incident,
        "exercise": incident.is_exercise,
        "metadata": {"occasion": str(incident.id)},
        "photos": [ShownPhoto(photo) for photo in queries.photos_of(incident)],
        "missions": [mission for mission in missions if not mission.is_automatic],
        "is_relocated": any(mission.is_relocated for mission in missions),
        "keys": queries.keys_of(incident),
        "form": MissionForm(),
        "may_relocate": incident.is_exercise and occasions.may_in(incident, RELOCATE, by=actor),
        "has_samples": people.demo_accounts_exist(),
        "now_at": timezone.now(),
        **more,
    }


@requires("lookout.open_mission")
def open_mission(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Announce a flight."""
    incident = incident_or_404(request, incident_id)
    form = MissionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = _crew_context(request, incident, form=form)
        return render(request, "lookout/crew_show.html", context, status=422)
    actor = actor_of(request)
    actions.open_mission(
        incident, organisation=_own(incident, actor), by=actor, **form.cleaned_data
    )
    return redirect("lookout:crew-show", incident.id)


@requires("lookout.open_mission")
@require_POST
def close_mission(request: HttpRequest, incident_id: UUID, mission_id: UUID) -> HttpResponse:
    """End a flight."""
    mission = _mission(request, incident_id, mission_id)
    actions.close_mission(mission, by=actor_of(request))
    return redirect("lookout:crew-show", incident_id)


@requires("lookout.open_mission")
@require_POST
def issue_key(request: HttpRequest, incident_id: UUID, mission_id: UUID) -> HttpResponse:
    """Show a new mission key, this once."""
    mission = _mission(request, incident_id, mission_id)
    issued = actions.issue_key(mission, by=actor_of(request))
    base = settings.INSTALLATION.server.public_url or request.build_absolute_uri("/").rstrip("/")
    address = f"{base}{reverse('lookout:photo-deliver', args=(incident_id,))}#{issued.secret}"
    drawn = segno.make(address, micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=False
    )
    context = {
        "mission": mission,
        "incident": mission.occasion,
        "exercise": mission.occasion.is_exercise,
        "issued": issued,
        "address": address,
        "upload": f"{base}/upload/{incident_id}/",
        "code": mark_safe(drawn),  # noqa: S308 - drawn by segno from our own address
    }
    response = render(request, "lookout/key_show.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires("lookout.open_mission")
@require_POST
def revoke_key(
    request: HttpRequest, incident_id: UUID, mission_id: UUID, key_id: int
) -> HttpResponse:
    """End a mission key."""
    mission = _mission(request, incident_id, mission_id)
    key = get_object_or_404(queries.keys_of(mission.occasion), pk=key_id, mission=mission)
    actions.revoke_key(mission, key, by=actor_of(request))
    return redirect("lookout:crew-show", incident_id)


@requires("lookout.relocate")
@require_POST
def relocate(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show an exercise's recorded photos at the incident's place, or where they were taken."""
    incident = incident_or_404(request, incident_id)
    actor = actor_of(request)
    if request.POST.get("back"):
        actions.stop_relocating(incident, by=actor)
    else:
        actions.relocate(incident, to=(incident.lon_deg, incident.lat_deg), by=actor)
    return redirect("lookout:crew-show", incident.id)


@public
def deliver(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Send photos with a mission key. Shows nothing of the incident, nor whether it exists."""
    context = {"metadata": {"occasion": str(incident_id)}}
    return render(request, "lookout/photo_deliver.html", context)


def _mission(request: HttpRequest, incident_id: UUID, mission_id: UUID) -> Mission:
    try:
        return queries.mission_for(incident_id, mission_id, by=actor_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def _own(incident: Occasion, actor: Actor) -> Organisation:
    """The actor's organisation that takes part; the incident's owner last."""
    own = people.organisations(by=actor, permission=CREW).filter(
        id__in=occasions.organisations_of(incident)
    )
    found = sorted(own, key=lambda organisation: organisation.id == incident.organisation_id)
    if not found:
        raise Http404
    return found[0]
