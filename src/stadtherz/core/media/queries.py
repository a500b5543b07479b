"""Reading media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.media.models import Item, Upload
from stadtherz.core.media.reading import read_item
from stadtherz.core.occasions import queries as occasions

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion

__all__ = ["item_for", "items_of", "read_item", "record", "uploads_of"]
VIEW = "media.view"


def items_of(occasion: Occasion) -> QuerySet[Item]:
    """What is kept of the occasion; the caller answers for the right to see the occasion."""
    return occasion.items.filter(deleted_at__isnull=True).order_by("id")


def item_for(key: UUID, *, by: Actor) -> Item:
    """An item of an occasion in which the actor may view pictures; else DoesNotExist."""
    visible = occasions.occasions(by=by, permission=VIEW)
    return Item.objects.select_related("occasion__organisation").get(id=key, occasion__in=visible)


def record(item_id: UUID) -> Item:
    """The item for rooms that act on an event they were told."""
    return Item.objects.select_related("occasion__organisation").get(id=item_id)


def uploads_of(*, by: Actor) -> QuerySet[Upload]:
    """Uploads that this actor began and has not finished."""
    return Upload.objects.filter(actor_kind=by.kind, actor_id=by.id).select_related(
        "occasion__organisation"
    )
