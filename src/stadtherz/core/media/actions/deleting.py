"""Pictures are deleted by destroying their key, or held back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.media import keys, store
from stadtherz.core.media.errors import MediaError
from stadtherz.core.media.models import Derivative, Item, Keeping, Upload
from stadtherz.core.people.contract import action

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion


@action("media.delete")
def forget(occasion: Occasion, *, by: Actor) -> int:
    """Destroy the occasion's key and remove its files; the record with the hashes stays.

    Returns:
        How many pictures were deleted; 0 when they are gone already.

    Raises:
        MediaError: a hold keeps them.

    """
    keeping = Keeping.objects.select_for_update().get(occasion=occasion)
    if keeping.hold_reason:
        raise MediaError(
            f"A hold keeps these pictures: {keeping.hold_reason}.",
            fix="Release the hold first, if its reason is over.",
            code="media.E012",
        )
    if keeping.destroyed_at is not None:
        return 0
    keeping.destroyed_at = timezone.now()
    keeping.save(update_fields=["destroyed_at"])
    addresses = [
        *Item.objects.filter(occasion=occasion).values_list("address", flat=True),
        *Derivative.objects.filter(item__occasion=occasion).values_list("address", flat=True),
    ]
    uploads = list(Upload.objects.filter(occasion=occasion).values_list("id", flat=True))
    Upload.objects.filter(occasion=occasion).delete()
    Derivative.objects.filter(item__occasion=occasion).delete()
    count = Item.objects.filter(occasion=occasion).update(deleted_at=keeping.destroyed_at)
    note(occasion, pictures=count)
    transaction.on_commit(lambda: _remove(occasion.id, addresses, uploads))
    return count


def _remove(occasion_id: UUID, addresses: list[str], uploads: list[UUID]) -> None:
    keys.destroy_key(occasion_id)
    for address in addresses:
        store.remove(address)
    for upload_id in uploads:
        store.discard_upload(upload_id)


@action("media.delete")
def hold(occasion: Occasion, *, reason: str, by: Actor) -> Keeping:
    """Keep an occasion's pictures beyond their time, for a named reason."""
    keeping = Keeping.objects.get(occasion=occasion)
    keeping.hold_reason = reason
    keeping.save(update_fields=["hold_reason"])
    note(occasion, held=True)
    return keeping


@action("media.delete")
def release_hold(occasion: Occasion, *, by: Actor) -> Keeping:
    """Let the retention run again."""
    keeping = Keeping.objects.get(occasion=occasion)
    keeping.hold_reason = ""
    keeping.save(update_fields=["hold_reason"])
    note(occasion, held=False)
    return keeping
