"""Makers of occasions, for tests and the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.occasions import actions
from stadtherz.core.occasions.actions import Report

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.occasions.models import Occasion
    from stadtherz.core.people.models import Organisation


def incident(
    *,
    organisation: Organisation,
    by: Actor,
    lon_deg: float = 7.7689,
    lat_deg: float = 49.4447,
    title: str = "Rauch aus Dachstuhl",
    is_exercise: bool = False,
) -> Occasion:
    """An open incident; by default near the Stiftsplatz of Kaiserslautern."""
    report = Report(
        title=title, keyword="B2", lon_deg=lon_deg, lat_deg=lat_deg, is_exercise=is_exercise
    )
    return actions.open_incident(report, organisation=organisation, by=by)
