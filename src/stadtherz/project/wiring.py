"""Who rings whom: the outbox and revocations on the live bus."""

from __future__ import annotations

from stadtherz.core.journal import dispatch
from stadtherz.core.journal.wake import on_wake
from stadtherz.core.live import bus
from stadtherz.core.people.revocation import on_revocation

OUTBOX_TOPIC = "outbox.written"
REVOKED_TOPIC = "people.revoked"


def connect() -> None:
    """Called once per process, when all apps are ready."""
    on_wake(_ring)
    on_wake(dispatch.BELL.set)
    on_revocation(_tell)


def _ring() -> None:
    bus.publish(OUTBOX_TOPIC, {})


def _tell(message: dict[str, str]) -> None:
    bus.publish(REVOKED_TOPIC, dict(message))
