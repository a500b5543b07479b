"""Pictures for who may see them; never kept by anything in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse

from stadtherz.core.media import actions, queries
from stadtherz.core.media.models import Derivative, Item
from stadtherz.core.people.contract import actor_of, requires

if TYPE_CHECKING:
    from uuid import UUID


@requires("media.view")
def picture(request: HttpRequest, item_id: UUID, variant: str) -> HttpResponse:
    """One picture in one size. Every call stands in the journal."""
    actor = actor_of(request)
    try:
        item = queries.item_for(item_id, by=actor)
        content, content_type = actions.view(item, variant=variant, by=actor)
    except (Item.DoesNotExist, Derivative.DoesNotExist):
        raise Http404 from None
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response
