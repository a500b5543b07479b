"""What others may hear of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stadtherz.core.journal.contract import Event


@dataclass(frozen=True, kw_only=True)
class TownLoaded(Event):
    """A town's pack is in use: new, or in place of an older one.

    Args:
        town_id: the town.
        pack_id: the pack's row.
        digest: names exactly these files.

    """

    type: ClassVar[str] = "places.town_loaded"
    town_id: UUID
    pack_id: UUID
    digest: str

    @property
    def order_key(self) -> str:
        return f"town:{self.town_id}"
