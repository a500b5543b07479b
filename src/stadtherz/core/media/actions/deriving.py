"""Smaller pictures are made of items: sealed and on disk first, entered afterwards."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.media import keys, store
from stadtherz.core.media.models import Derivative, Item
from stadtherz.core.people.contract import action
from stadtherz.core.registry.identity import new_id
from stadtherz.lib.envelope import HEADER_RANDOM_BYTES, seal

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor


@dataclass(frozen=True, kw_only=True)
class SealedCopy:
    """A smaller picture that lies in the store and stands in no record yet."""

    id: UUID
    name: str
    content_type: str
    size_bytes: int
    width_px: int
    height_px: int
    address: str


def seal_copy(
    item: Item, *, name: str, content: bytes, content_type: str, width_px: int, height_px: int
) -> SealedCopy:
    """Seal a smaller picture by its original's key and bring it onto disk.

    It waits for the disk, so it is called outside of every transaction; `derive` enters it.
    """
    copy_id = new_id()
    sealed = b"".join(
        seal(
            [content],
            key=keys.key_of(item.occasion_id),
            media_id=copy_id.bytes,
            random_bytes=os.urandom(HEADER_RANDOM_BYTES),
        )
    )
    return SealedCopy(
        id=copy_id,
        name=name,
        content_type=content_type,
        size_bytes=len(content),
        width_px=width_px,
        height_px=height_px,
        address=store.put(sealed),
    )


@action("media.derive", needs_right=False)
def derive(item: Item, copy: SealedCopy, *, by: Actor) -> Derivative:
    """Enter a sealed copy beside its original; once per name, a second one is removed."""
    known = Derivative.objects.filter(item=item, name=copy.name).first()
    if known is not None:
        store.remove(copy.address)
        return known
    made = Derivative.objects.create(
        id=copy.id,
        item=item,
        name=copy.name,
        content_type=copy.content_type,
        size_bytes=copy.size_bytes,
        width_px=copy.width_px,
        height_px=copy.height_px,
        address=copy.address,
    )
    note(item, derivative=copy.name)
    return made
