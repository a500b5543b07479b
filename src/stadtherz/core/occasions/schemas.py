"""The shape of occasions in the public API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

Unit = Annotated[str, Field(min_length=1, max_length=80)]


class IncidentIn(Schema):
    """An incident as a dispatch system tells it."""

    title: str = Field(min_length=1, max_length=200)
    keyword: str = Field("", max_length=80, description="Einsatzstichwort")
    address: str = Field("", max_length=240)
    lon_deg: float = Field(ge=-180, le=180)
    lat_deg: float = Field(ge=-90, le=90)
    units: list[Unit] = Field(default_factory=list, max_length=200)
    is_exercise: bool = False


class IncidentOut(Schema):
    """An incident as it stands."""

    id: UUID
    source: str
    number: str
    title: str
    keyword: str
    address: str
    lon_deg: float
    lat_deg: float
    units: list[str]
    phase: str
    is_exercise: bool
    opened_at: dt.datetime
    closed_at: dt.datetime | None
