"""Publishing events: rows written in the transaction of their cause, one delivery per listener."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from stadtherz.core.journal.entries import current_draft, note
from stadtherz.core.journal.models import Delivery, OutboxEvent
from stadtherz.core.journal.wake import wake
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.identity import new_id
from stadtherz.core.registry.values import Event

E = TypeVar("E", bound=Event)


def publish(event: E) -> E:
    """Tell everyone who listens to this kind of event, after commit, at least once.

    Returns:
        The event with its id.

    """
    current_draft()
    now = timezone.now()
    sent = dataclasses.replace(event, id=new_id())
    row = OutboxEvent.objects.create(
        id=sent.id, type=event.type, order_key=event.order_key, payload=event.to_payload(), at=now
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, listener=key, order_key=event.order_key, next_at=now)
        for key, (_, listener) in registry.listeners().items()
        if issubclass(type(event), listener.event)
    )
    note(event=event.type, event_id=row.id)
    transaction.on_commit(wake)
    return sent
