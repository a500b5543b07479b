"""The register: tables of lamps and streets, a lamp's page, work locks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, public, requires
from stadtherz.core.places import queries as places
from stadtherz.modules.lights import actions, queries
from stadtherz.modules.lights.models import Capability, Lamp, LampStatus
from stadtherz.modules.lights.queries import Selection
from stadtherz.modules.lights.views.desk import done, notice_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

ROWS_PER_PAGE = 50
KNOWN_AS = {
    "confirmed": _("confirmed"),
    "commanded": _("commanded"),
    "expected": _("expected"),
    "unknown": _("unknown"),
}
LOCK = "lights.lock"


@requires("lights.view")
def list_lamps(request: HttpRequest) -> HttpResponse:
    """Lamps as a table: by street, what commands them, what is known, whether they stand."""
    street, capability = request.GET.get("street", ""), request.GET.get("capability", "")
    status = _one_of(LampStatus.values, request.GET.get("status", ""))
    known = _one_of(queries.KNOWN, request.GET.get("known", ""))
    found = queries.lamps(by=actor_of(request), street=street, status=status)
    if capability in {str(value) for value in Capability.values}:
        found = found.filter(capability=capability)
    picture = queries.picture_of(people.town())
    keep = partial(queries.rows_known_as, picture, known) if known else None
    table = queries.LampTable(found, keep)
    pages: Paginator[Lamp] = Paginator(table, ROWS_PER_PAGE)  # type: ignore[arg-type] # asks for slices alone
    page = pages.get_page(request.GET.get("page"))
    light = queries.levels_of(picture, [lamp.row for lamp in page])
    context = {
        "page": page,
        "notice": notice_of(request),
        "rows": list(zip(page, light, strict=True)),
        "street": street,
        "status": status,
        "known": known,
        "kinds": [(kind, KNOWN_AS[kind]) for kind in queries.KNOWN],
        "capability": capability,
        "may_switch": actor_of(request).may("lights.switch"),
        "streets": queries.streets(),
        "capabilities": [(str(value), label) for value, label in Capability.choices],
        "statuses": LampStatus.choices,
    }
    return render(request, "lights/lamps.html", context)


def _one_of(values: Iterable[str], told: str) -> str:
    return told if told in values else ""


@requires("lights.view")
def show_lamp(request: HttpRequest, lamp_id: UUID) -> HttpResponse:
    """One lamp: what it is, what is known, what was wanted of it."""
    actor, town = actor_of(request), people.town()
    lamp = queries.lamp_for(lamp_id, by=actor)
    history = queries.history_of(lamp.row, town)
    context: dict[str, Any] = {
        "lamp": lamp,
        "notice": notice_of(request),
        "light": queries.levels_of(queries.picture_of(town), [lamp.row])[0],
        "history": history,
        "bars_wide": max(8 * len(history), 240),
        "bars": [(8 * index, light) for index, light in enumerate(reversed(history))],
        "overrides": queries.overrides_of_lamp(lamp, by=actor),
        "locks": queries.locks_of_lamp(lamp, by=actor),
        "may_lock": actor.may(LOCK, lamp.organisation_id),
        "may_switch": actor.may("lights.switch", lamp.organisation_id),
        "actor_id": actor.id,
        "address": places.nearest_address(town, lamp.lon, lamp.lat, radius_m=200.0),
        "point": (lamp.lon, lamp.lat),
    }
    return render(request, "lights/lamp.html", context)


@requires("lights.view")
def find_lamp(request: HttpRequest, row: int) -> HttpResponse:
    """Lead from a lamp on the map to its page."""
    found = queries.lamps(by=actor_of(request)).filter(row=row).first()
    if found is None:
        raise Http404
    return redirect("lights:lamp-show", found.id)


@require_POST
@requires(LOCK)
def lock_lamp(request: HttpRequest, lamp_id: UUID) -> HttpResponse:
    """Open a work permit on the lamp."""
    actor = actor_of(request)
    lamp = queries.lamp_for(lamp_id, by=actor)
    actions.lock(
        Selection(numbers=(lamp.number,)),
        organisation=lamp.organisation,
        permit=request.POST.get("permit", "")[:60],
        by=actor,
    )
    return done("lights:lamp-show", "locked", lamp.id)


@require_POST
@requires(LOCK)
def unlock_lamp(request: HttpRequest, lock_id: UUID) -> HttpResponse:
    """Close a work permit."""
    actor = actor_of(request)
    actions.unlock(queries.lock_for(lock_id, by=actor), by=actor)
    return done("lights:lamp-list", "unlocked")


@public
def list_streets(request: HttpRequest) -> HttpResponse:
    """Streets and their lamps, for everyone: the map's layer in words."""
    page = Paginator(queries.streets(), 100).get_page(request.GET.get("page"))
    context = {"page": page, "pack": places.pack_of(people.town())}
    return render(request, "lights/streets.html", context)
