"""Kinds and phases of occasions, free of Django."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of occasion."""

    INCIDENT = "incident"
    EVENT = "event"


class Phase(StrEnum):
    """Where an occasion stands. Incidents begin as reported, events as planned."""

    PLANNED = "planned"
    SETTING_UP = "setting_up"
    RUNNING = "running"
    TEARING_DOWN = "tearing_down"
    REPORTED = "reported"
    UNDERWAY = "underway"
    ON_SCENE = "on_scene"
    UNDER_CONTROL = "under_control"
    CLOSED = "closed"


PHASES: dict[Kind, tuple[Phase, ...]] = {
    Kind.INCIDENT: (
        Phase.REPORTED,
        Phase.UNDERWAY,
        Phase.ON_SCENE,
        Phase.UNDER_CONTROL,
        Phase.CLOSED,
    ),
    Kind.EVENT: (
        Phase.PLANNED,
        Phase.SETTING_UP,
        Phase.RUNNING,
        Phase.TEARING_DOWN,
        Phase.CLOSED,
    ),
}
"""Phases of each kind in their usual order; an occasion may skip or step back, never reopen."""


def first_phase(kind: Kind) -> Phase:
    """The phase in which an occasion of this kind begins."""
    return PHASES[kind][0]


def may_enter(kind: Kind, *, now: Phase, then: Phase) -> bool:
    """Whether the step is allowed: within the kind's phases, and never out of `CLOSED`."""
    return now is not Phase.CLOSED and then is not now and then in PHASES[kind]
