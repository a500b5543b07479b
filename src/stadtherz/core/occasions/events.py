"""Events that occasions publish; all of one occasion are told in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stadtherz.core.journal.contract import Event


@dataclass(frozen=True, kw_only=True)
class OccasionEvent(Event):
    """Something happened to an occasion."""

    occasion_id: UUID
    organisation_id: UUID
    lon_deg: float
    lat_deg: float
    is_exercise: bool

    @property
    def order_key(self) -> str:
        """One line per occasion."""
        return f"occasion:{self.occasion_id}"


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(OccasionEvent):
    """An incident was opened at this place."""

    type: ClassVar[str] = "occasions.incident_opened"


@dataclass(frozen=True, kw_only=True)
class IncidentMoved(OccasionEvent):
    """An open incident was found to be at another place: this one."""

    type: ClassVar[str] = "occasions.incident_moved"


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(OccasionEvent):
    """The incident is over."""

    type: ClassVar[str] = "occasions.incident_closed"


@dataclass(frozen=True, kw_only=True)
class OccasionStarted(OccasionEvent):
    """An event of the town has begun to run."""

    type: ClassVar[str] = "occasions.started"


@dataclass(frozen=True, kw_only=True)
class OccasionEnded(OccasionEvent):
    """An event of the town is over."""

    type: ClassVar[str] = "occasions.ended"
