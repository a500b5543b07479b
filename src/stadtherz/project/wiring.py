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
    on_wake(lambda: bus.publish(OUTBOX_TOPIC, {}))
    on_wake(dispatch.BELL.set)
    on_revocation(lambda message: bus.publish(REVOKED_TOPIC, message))
