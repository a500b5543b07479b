"""The moment in which a loaded pack becomes the town's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note, publish
from stadtherz.core.people.contract import action
from stadtherz.core.places.events import TownLoaded

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.places.models import TownPack


@action("places.load", verb="places.load_town")
def take_into_use(pack: TownPack, *, by: Actor) -> TownPack:
    """Make a pack whose rows are all written the town's own, and tell everyone."""
    pack.loaded_at = timezone.now()
    pack.save(update_fields=["loaded_at"])
    note(pack, key=pack.key, version=pack.version, addresses=pack.counts.get("addresses", 0))
    publish(TownLoaded(town_id=pack.town_id, pack_id=pack.id, digest=pack.digest))
    return pack
