"""The incident board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.forms import OPEN, OpenIncidentForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires("lookout.view")
def list_incidents(request: HttpRequest) -> HttpResponse:
    """Open incidents, and the form for a new one."""
    actor = actor_of(request)
    form = None
    if actor.may(OPEN):
        initial = {"is_exercise": people.demo_accounts_exist()}
        form = OpenIncidentForm(request.POST or None, by=actor, initial=initial)
        if request.method == "POST" and form.is_valid():
            incident = actions.open_incident(
                form.report(),
                organisation=people.organisations(by=actor, permission=OPEN)[0],
                guests=form.cleaned_data["guests"],
                by=actor,
            )
            return redirect("lookout:incident-show", incident.id)
    context = {
        "form": form,
        "incidents": queries.board(by=actor),
        "closed": queries.board(by=actor, is_open=False)[:10],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "lookout/incident_list.html", context, status=status)


@requires("lookout.view")
def show_board(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again when something changed."""
    actor = actor_of(request)
    context = {
        "incidents": queries.board(by=actor),
        "closed": queries.board(by=actor, is_open=False)[:10],
    }
    return render(request, "lookout/_board.html", context)
