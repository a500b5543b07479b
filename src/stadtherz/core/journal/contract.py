"""The journal's vocabulary for everyone above it."""

from stadtherz.core.journal.entries import note, personal
from stadtherz.core.journal.outbox import publish
from stadtherz.core.registry.values import ANYONE, Actor, Event, system_actor

__all__ = ["ANYONE", "Actor", "Event", "note", "personal", "publish", "system_actor"]
