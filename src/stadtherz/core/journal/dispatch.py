"""Delivering events to listeners: at least once, in order per listener and order key."""

from __future__ import annotations

import datetime as dt
import importlib
import logging
import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Min, Q
from django.utils import timezone

from stadtherz.core.journal.models import Delivery, OutboxEvent
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.turns import only_one
from stadtherz.core.registry.values import Event, system_actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stadtherz.core.registry.contract import Listener, Module

LOG = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
POLL_S = 0.5
LANES = 4
BACK_OFF_S = (0.2, 1, 2, 5, 10, 30, 60, 120, 300, 600, 900)
LONGEST_PAUSE = dt.timedelta(seconds=BACK_OFF_S[-1] + 60)

BELL = threading.Event()


def run(stop: threading.Event) -> None:
    """Deliver until told to stop; woken by `BELL`, else polling every half second.

    One dispatcher per installation and machine is active; a second one stands by.
    """
    lock = Path(settings.STADTHERZ_RUN_DIR) / "outbox.lock"
    with only_one(lock, stop) as is_ours, ThreadPoolExecutor(LANES, "outbox") as pool:
        lanes = Lanes(pool) if is_ours else None
        while lanes is not None and not stop.is_set():
            _round(lanes)
            BELL.wait(POLL_S)
            BELL.clear()


def _round(lanes: Lanes) -> None:
    try:
        lanes.start_due()
    except Exception:
        LOG.exception("outbox: round failed, trying again")
    finally:
        close_old_connections()


class Lanes:
    """Deliveries side by side: a slow listener holds up nobody but its own next event."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._busy: set[int] = set()

    def start_due(self) -> None:
        """Start every due delivery that is not underway."""
        for delivery in due_deliveries():
            if delivery.id not in self._busy:
                self._busy.add(delivery.id)
                self._pool.submit(self._deliver, delivery)

    def _deliver(self, delivery: Delivery) -> None:
        try:
            _deliver(delivery)
        except Exception:
            LOG.exception("outbox: delivery failed, trying again")
        finally:
            close_old_connections()
            self._busy.discard(delivery.id)
            BELL.set()


def deliver_due() -> int:
    """Deliver, one after the other, the first waiting event of every lane that is due.

    Returns:
        How many deliveries were tried.

    """
    due = list(due_deliveries())
    for delivery in due:
        _deliver(delivery)
    return len(due)


def due_deliveries() -> QuerySet[Delivery]:
    """The first waiting delivery of every listener and order key, if its time has come."""
    heads = (
        Delivery.objects.filter(state=Delivery.State.WAITING)
        .values("listener", "order_key")
        .annotate(first=Min("id"))
        .values_list("first", flat=True)
    )
    now = timezone.now()
    # A moment further away than any pause means that the clock was set back: due as well.
    due = Q(next_at__lte=now) | Q(next_at__gt=now + LONGEST_PAUSE)
    found = Delivery.objects.filter(due, id__in=list(heads), state=Delivery.State.WAITING)
    return found.order_by("id").select_related("event")


def _deliver(delivery: Delivery) -> None:
    """Call the listener, then note it: killed in between, the listener is called again."""
    found = registry.listeners().get(delivery.listener)
    if found is None:
        _fail(delivery, "No listener of this name is installed.", final=True)
        return
    module, listener = found
    try:
        _call(module, listener, delivery)
    except Exception as error:
        LOG.exception("outbox: listener failed", extra={"listener": delivery.listener})
        _fail(delivery, f"{type(error).__name__}: {error}")
    else:
        Delivery.objects.filter(id=delivery.id).update(state=Delivery.State.DONE)


def tidy() -> None:
    """Remove events that everyone has taken and that are older than a month."""
    old = timezone.now() - dt.timedelta(days=30)
    waiting = Delivery.objects.exclude(state=Delivery.State.DONE).values("event")
    OutboxEvent.objects.filter(at__lt=old).exclude(id__in=waiting).delete()


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
