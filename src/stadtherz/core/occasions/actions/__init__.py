"""Verbs that change occasions."""

from stadtherz.core.occasions.actions.incidents import (
    Report,
    close,
    enter_phase,
    open_incident,
    report_incident,
    update_incident,
)
from stadtherz.core.occasions.actions.participation import invite, release
from stadtherz.core.occasions.actions.planning import plan_event

__all__ = [
    "Report",
    "close",
    "enter_phase",
    "invite",
    "open_incident",
    "plan_event",
    "release",
    "report_incident",
    "update_incident",
]
