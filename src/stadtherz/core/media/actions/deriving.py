"""Smaller pictures are made of items."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.media import keys, store
from stadtherz.core.media.models import Derivative, Item
from stadtherz.core.people.contract import action
from stadtherz.core.registry.identity import new_id
from stadtherz.lib.envelope import HEADER_RANDOM_BYTES, seal

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor


@action("media.derive", needs_right=False)
def derive(
    item: Item,
    *,
    name: str,
    content: bytes,
    content_type: str,
    width_px: int,
    height_px: int,
    by: Actor,
) -> Derivative:
    """Keep a smaller picture beside its original, sealed by the same key; once per name."""
    known = Derivative.objects.filter(item=item, name=name).first()
    if known is not None:
        return known
    derivative_id = new_id()
    sealed = b"".join(
        seal(
            [content],
            key=keys.key_of(item.occasion_id),
            media_id=derivative_id.bytes,
            random_bytes=os.urandom(HEADER_RANDOM_BYTES),
        )
    )
    made = Derivative.objects.create(
        id=derivative_id,
        item=item,
        name=name,
        content_type=content_type,
        size_bytes=len(content),
        width_px=width_px,
        height_px=height_px,
        address=store.put(sealed),
    )
    note(item, derivative=name)
    return made
