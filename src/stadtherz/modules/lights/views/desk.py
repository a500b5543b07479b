"""The operator's desk: map, overrides, the form of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
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
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation, Town

SWITCH = "lights.switch"
DONE = {
    "switched": _("The override is on its way to the lamps."),
    "released": _("The override has ended; the light goes back to its plan."),
    "locked": _("The lamp is locked: nothing commands it any more."),
    "unlocked": _("The work lock is released."),
}
"""What a page may say after a form was carried out."""


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
            return done("lights:desk", "switched")
    status = 422 if form is not None and form.is_bound else 200
    context = {
        "form": form,
        "notice": notice_of(request),
        "streets": _street_options(),
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
    actions.release(queries.override_for(override_id, by=actor), by=actor)
    return done("lights:desk", "released")


def done(url_name: str, key: str, *args: object) -> HttpResponse:
    """Lead on to a page that says what was done."""
    return redirect(f"{reverse(url_name, args=args)}?done={key}")


def notice_of(request: HttpRequest) -> StrOrPromise:
    """The sentence for what was just done, or nothing."""
    return DONE.get(request.GET.get("done", ""), "")


def map_context(town: Town | None) -> dict[str, Any]:
    """Attributes of ``<city-map>``; addresses of tiles are the same in all languages."""
    pack = places.pack_of(town)
    with in_language("de"):
        base = reverse("places:map-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
        lamps = reverse("lights:lamp-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    context: dict[str, Any] = {
        "pack": pack,
        "lamp_tiles": lamps,
        "tone": places.map_tone(town, pack),
    }
    if pack:
        context |= {
            "tiles": f"{base}?v={pack.version}",
            "bounds": ",".join(f"{value:.5f}" for value in pack.box),
            "centre": f"{pack.lon:.5f},{pack.lat:.5f}",
        }
    return context


def _street_options() -> SafeString:
    """500 streets: a loop of the template would take as long as the rest of the page."""
    return format_html_join("", '<option value="{}">{}</option>', queries.streets())


def _switched(request: HttpRequest, form: OverrideForm, office: Organisation) -> bool:
    try:
        actions.switch(
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
