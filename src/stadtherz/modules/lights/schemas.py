"""Shapes of the API."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime
from pydantic_core import to_json

from stadtherz.modules.lights.models import Capability
from stadtherz.modules.lights.queries import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.modules.lights.models import Lamp
    from stadtherz.modules.lights.queries import LampLight


class LampOut(Schema):
    """A lamp; `known` says whether the level is confirmed, commanded, expected or unknown."""

    id: UUID
    number: str
    street: str
    lon: float
    lat: float
    position_is_derived: bool
    count_is_published: bool
    capability: str
    power_w: float
    level_percent: int
    known: str

    @classmethod
    def of(cls, lamp: Lamp, light: LampLight) -> LampOut:
        """Join register and picture."""
        return cls(
            id=lamp.id,
            number=lamp.number,
            street=lamp.street,
            lon=lamp.lon,
            lat=lamp.lat,
            position_is_derived=lamp.position_is_derived,
            count_is_published=lamp.count_is_published,
            capability=CAPABILITIES[lamp.capability],
            power_w=lamp.power_w,
            level_percent=light.level_percent,
            known=light.known,
        )


class LampsOut(Schema):
    """A page of lamps and how many there are in all."""

    count: int
    lamps: list[LampOut]


COLUMNS = (
    "row", "id", "number", "street", "lon", "lat", "position_is_derived", "count_is_published",
    "capability", "power_w",
)  # fmt: skip
"""What `lamps_json` needs of a lamp, in this order."""
CAPABILITIES = {capability.value: capability.name.lower() for capability in Capability}


def lamps_json(count: int, rows: Iterable[tuple[Any, ...]], light: Iterable[LampLight]) -> bytes:
    """Write a `LampsOut` without making 500 objects and checking our own values three times.

    Args:
        count: how many there are in all.
        rows: values of `COLUMNS`.
        light: one for each row.

    """
    lamps = [
        {
            **dict(zip(COLUMNS[1:], values, strict=True)),
            "capability": CAPABILITIES[values[-2]],
            "level_percent": now.level_percent,
            "known": now.known,
        }
        for (_, *values), now in zip(rows, light, strict=True)
    ]
    return to_json({"count": count, "lamps": lamps})


class OverrideIn(Schema):
    """A wish; give one of street, group, circuit or numbers."""

    street: str = Field("", max_length=200)
    group_id: UUID | None = None
    circuit_id: UUID | None = None
    numbers: list[str] = Field(default_factory=list, max_length=500)
    level_percent: float
    reason: str = Field(max_length=200)
    expires_at: AwareDatetime = Field(description="with its offset, such as 2026-10-17T23:00+02:00")

    def selection(self) -> Selection:
        """What was chosen."""
        return Selection(
            street=self.street,
            group_id=self.group_id,
            circuit_id=self.circuit_id,
            numbers=tuple(self.numbers),
        )


class OverrideOut(Schema):
    """An override; `taken_at` and `confirmed_at` say how far it is."""

    id: UUID
    rung: int
    scope: str
    level_percent: float
    reason: str
    is_exercise: bool
    starts_at: dt.datetime
    expires_at: dt.datetime
    released_at: dt.datetime | None
    taken_at: dt.datetime | None
    confirmed_at: dt.datetime | None
