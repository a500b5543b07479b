"""Figures for the yearly review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.modules.lights.models import Lamp, LampStatus
from stadtherz.modules.lights.queries import energy_kwh

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID


def lamps(first_on: dt.date, until_on: dt.date, organisation_ids: Sequence[UUID]) -> float:
    """Lamps that stand now."""
    found = Lamp.objects.filter(status=LampStatus.STANDING)
    if organisation_ids:
        found = found.filter(organisation__in=organisation_ids)
    return float(found.count())


def energy(first_on: dt.date, until_on: dt.date, organisation_ids: Sequence[UUID]) -> float:
    """Energy of the period in kWh, computed from stored levels."""
    return energy_kwh(first_on, until_on, organisation_ids)[0]


def saved(first_on: dt.date, until_on: dt.date, organisation_ids: Sequence[UUID]) -> float:
    """Energy in kWh that dimming and switching off spared against full light at those times."""
    drawn, full = energy_kwh(first_on, until_on, organisation_ids)
    return full - drawn
