"""Keys for programs: issue, show once, revoke."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stadtherz.core.people import actions, queries
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.core.people.forms import TokenForm
from stadtherz.core.people.models import Token

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.registry.values import Actor


@requires("people.issue_token")
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the keys of one's organisations; POST makes one and shows its secret this once."""
    by = actor_of(request)
    form = TokenForm(request.POST or None, by=by)
    issued = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        days = int(told["days"])
        issued = actions.issue_token(
            told["name"],
            organisation=told["organisation"],
            scopes=told["scopes"],
            expires_at=timezone.now() + dt.timedelta(days=days) if days else None,
            by=by,
        )
        form = TokenForm(by=by)
    return render(
        request,
        "people/tokens.html",
        {"form": form, "issued": issued, "tokens": _visible(by), "now": timezone.now()},
    )


@requires("people.issue_token")
@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a key at once."""
    by = actor_of(request)
    actions.revoke_token(get_object_or_404(_visible(by), pk=token_id), by=by)
    return redirect("people:token-list")


def _visible(by: Actor) -> QuerySet[Token]:
    places = queries.organisations(by=by, permission="people.issue_token")
    return (
        Token.objects.filter(organisation__in=places)
        .select_related("organisation")
        .order_by("revoked_at", "-created_at")
    )
