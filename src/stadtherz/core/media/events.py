"""Events that media publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stadtherz.core.journal.contract import Event


@dataclass(frozen=True, kw_only=True)
class PictureReceived(Event):
    """A whole picture lies in the store."""

    type: ClassVar[str] = "media.picture_received"
    occasion_id: UUID
    item_id: UUID
    is_exercise: bool

    @property
    def order_key(self) -> str:
        """Each picture for itself: a slow one holds up no other."""
        return f"item:{self.item_id}"
