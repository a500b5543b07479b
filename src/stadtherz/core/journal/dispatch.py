"""Delivering events to listeners: at least once, in order per listener and order key."""

from __future__ import annotations

import datetime as dt
import importlib
import logging
import threading
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import UUID

from django.db import close_old_connections, transaction
from django.db.models import Min, Q
from django.utils import timezone

from stadtherz.core.journal.models import Delivery
from stadtherz.core.journal.values import Event, system_actor
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from stadtherz.core.registry.contract import Listener, Module

LOG = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
POLL_S = 0.5
BACK_OFF_S = (0.2, 1, 2, 5, 10, 30, 60, 120, 300, 600, 900)
LONGEST_PAUSE = dt.timedelta(seconds=BACK_OFF_S[-1] + 60)

BELL = threading.Event()


def run(stop: threading.Event) -> None:
    """Deliver until told to stop; woken by `BELL`, else polling every half second."""
    while not stop.is_set():
        try:
            delivered = deliver_due()
        except Exception:
            LOG.exception("outbox: round failed, trying again")
            delivered = 0
        finally:
            close_old_connections()
        if not delivered:
            BELL.wait(POLL_S)
            BELL.clear()


def deliver_due() -> int:
    """Deliver the oldest waiting event of every listener and order key that is due.

    Returns:
        How many deliveries were tried.

    """
    heads = (
        Delivery.objects.filter(state=Delivery.State.WAITING)
        .values("listener", "order_key")
        .annotate(first=Min("id"))
        .values_list("first", flat=True)
    )
    now = timezone.now()
    # A moment further away than any pause means that the clock was set back: due as well.
    due = Q(next_at__lte=now) | Q(next_at__gt=now + LONGEST_PAUSE)
    tried = 0
    for delivery in (
        Delivery.objects.filter(due, id__in=list(heads)).order_by("id").select_related("event")
    ):
        _deliver(delivery)
        tried += 1
    return tried


def _deliver(delivery: Delivery) -> None:
    found = registry.listeners().get(delivery.listener)
    if found is None:
        _fail(delivery, "No listener of this name is installed.", final=True)
        return
    module, listener = found
    try:
        with transaction.atomic():
            _call(module, listener, delivery)
            Delivery.objects.filter(id=delivery.id).update(state=Delivery.State.DONE)
    except Exception as error:
        LOG.exception("outbox: listener failed", extra={"listener": delivery.listener})
        _fail(delivery, f"{type(error).__name__}: {error}")


def _call(module: Module, listener: Listener, delivery: Delivery) -> None:
    event = rebuild(listener.event, delivery.event.payload, delivery.event.id)
    listener.handle(event, system_actor(module.key, cause_id=delivery.event.id))


def rebuild(kind: type[Event], payload: dict[str, Any], event_id: UUID) -> Event:
    """The event as it was published, UUID fields typed again."""
    hints = get_type_hints(kind, vars(importlib.import_module(kind.__module__)))
    known = {
        name: UUID(value) if value and hints[name] in (UUID, UUID | None) else value
        for name, value in payload.items()
        if name in hints
    }
    return kind(id=event_id, **known)


def _fail(delivery: Delivery, error: str, *, final: bool = False) -> None:
    attempts = delivery.attempts + 1
    dead = final or attempts >= MAX_ATTEMPTS
    pause_s = BACK_OFF_S[min(attempts, len(BACK_OFF_S)) - 1]
    Delivery.objects.filter(id=delivery.id).update(
        state=Delivery.State.DEAD if dead else Delivery.State.WAITING,
        attempts=attempts,
        next_at=timezone.now() + dt.timedelta(seconds=pause_s),
        error=error[:2000],
    )
