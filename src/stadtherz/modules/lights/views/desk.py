"""The operator's desk: map, overrides, the form of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override as in_language
from django.views.decorators.http import require_POST

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.core.places import queries as places
from stadtherz.lib.errors import CityError
from stadtherz.modules.lights import actions, queries
from stadtherz.modules.lights.forms import OverrideForm
from stadtherz.modules.lights.models import Rung

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation, Town

SWITCH = "lights.switch"


@requires("lights.view")
def show_desk(request: HttpRequest) -> HttpResponse:
    """The lamps on the map, what runs, and a form for who may switch."""
    actor, town = actor_of(request), people.town()
    office = people.organisations(by=actor, permission=SWITCH).first()
    form = None
    if office is not None:
        chosen = {name: request.GET.get(name, "") for name in ("street", "numbers")}
        form = OverrideForm(request.POST or None, organisation=office, initial=chosen)
        if request.method == "POST" and form.is_valid() and _switched(request, form, office):
            return redirect("lights:desk")
    status = 422 if form is not None and form.is_bound else 200
    context = {
        "form": form,
        "streets": queries.streets(),
        **_running(actor),
        **map_context(town),
        **_light_of(town),
    }
    return render(request, "lights/desk.html", context, status=status)


@requires("lights.view")
def list_wishes(request: HttpRequest) -> HttpResponse:
    """The running overrides alone, for the desk to show anew."""
    return render(request, "lights/_wishes.html", _running(actor_of(request)))


@require_POST
@requires(SWITCH)
def release_override(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """End an override."""
    actor = actor_of(request)
    try:
        ended = actions.release(queries.override_for(override_id, by=actor), by=actor)
    except CityError as error:
        messages.error(request, f"{error.message} {error.fix}")
    else:
        told = _("The override of %(scope)s has ended; the light goes back to its plan.")
        messages.success(request, told % {"scope": ended.scope})
    return redirect("lights:desk")


def map_context(town: Town | None) -> dict[str, Any]:
    """Attributes of ``<city-map>``; addresses of tiles are the same in all languages."""
    pack = places.pack_of(town)
    with in_language("de"):
        base = reverse("places:map-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
        lamps = reverse("lights:lamp-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    context: dict[str, Any] = {"pack": pack, "lamp_tiles": lamps}
    if pack:
        context |= {
            "tiles": f"{base}?v={pack.version}",
            "bounds": ",".join(f"{value:.5f}" for value in pack.box),
            "centre": f"{pack.lon:.5f},{pack.lat:.5f}",
        }
    return context


def _switched(request: HttpRequest, form: OverrideForm, office: Organisation) -> bool:
    try:
        made = actions.switch(
            form.selection(),
            organisation=office,
            level_percent=form.cleaned_data["level_percent"],
            reason=form.cleaned_data["reason"],
            expires_at=form.expires_at(),
            by=actor_of(request),
        )
    except CityError as error:
        form.add_error(None, f"{error.message} {error.fix}")
        return False
    told = _("%(scope)s is overridden: %(count)s lamps.")
    messages.success(request, told % {"scope": made.scope, "count": len(made.rows)})
    return True


def _running(actor: Actor) -> dict[str, Any]:
    return {
        "wishes": list(queries.running(by=actor)),
        "may_switch": actor.may(SWITCH),
        "RESCUE": Rung.RESCUE.value,
    }


def _light_of(town: Town | None) -> dict[str, Any]:
    picture = queries.picture_of(town)
    return {
        "picture": picture,
        "power_kw": picture.power_w / 1000 if picture else None,
        "clock": people.town_time(town).clock_label,
    }
