"""The worker: claims work, does it in a few threads, and keeps its leases alive."""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from stadtherz.core.live.contract import ring_on
from stadtherz.core.tasks.child import perform_in_child
from stadtherz.core.tasks.claiming import Watch, claim
from stadtherz.core.tasks.owners import own_name
from stadtherz.core.tasks.performing import perform
from stadtherz.core.tasks.progress import Progress
from stadtherz.core.tasks.queueing import WAKE
from stadtherz.core.tasks.registering import TASKS
from stadtherz.core.tasks.schedules import queue_due_jobs

if TYPE_CHECKING:
    from stadtherz.core.tasks.leases import Lease
    from stadtherz.core.tasks.models import Work

log = logging.getLogger(__name__)

_POLL_S: Final = 1.0
_STOP_WITHIN_S: Final = 2.0


@dataclass(kw_only=True)
class _Running:
    """One piece of work in hand."""

    work: Work
    lease: Lease
    progress: Progress
    extended_s: float = field(default_factory=time.monotonic)


def run(stop: threading.Event, *, threads: int = 4) -> None:
    """Work until told to stop, then give back what can be given back within two seconds."""
    Worker(stop, threads=threads).run()


class Worker:
    """One worker process's loop; three kinds of thread: this one, heartbeat, and the work.

    Args:
        stop: set by the process's signal handler.
        threads: pieces of work at once.

    """

    def __init__(self, stop: threading.Event, *, threads: int) -> None:
        self._stop = stop
        self._threads = threads
        self._bell = threading.Event()
        self._watch = Watch()
        self._running: dict[threading.Thread, _Running] = {}
        self._guard = threading.Lock()

    def run(self) -> None:
        """Claim and start work; woken by the bus, else looking every second."""
        ring_on(WAKE, self._bell, stop=self._stop)
        beating = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        beating.start()
        jobs_s = 0.0  # every bell asks for work, but not for every job of the calendar as well
        while not self._stop.is_set():
            try:
                if time.monotonic() >= jobs_s:
                    queue_due_jobs(timezone.now())
                    jobs_s = time.monotonic() + _POLL_S
                while self._has_room() and not self._stop.is_set() and self._start_one():
                    pass
            except DatabaseError:
                log.exception("database does not answer, trying again")
            finally:
                close_old_connections()
            self._bell.wait(_POLL_S)
            self._bell.clear()
        for thread in [*self._running, beating]:
            thread.join(_STOP_WITHIN_S)
        connections.close_all()

    def _has_room(self) -> bool:
        with self._guard:
            return len(self._running) < self._threads

    def _start_one(self) -> bool:
        claimed = claim(own_name(os.getpid()), self._watch, time.monotonic())
        if claimed is None:
            return False
        work, lease = claimed
        held = _Running(work=work, lease=lease, progress=Progress(work, lease, self._stop))
        thread = threading.Thread(
            target=self._do, args=(held,), name=f"work-{work.task}", daemon=True
        )
        with self._guard:
            self._running[thread] = held
        thread.start()
        return True

    def _do(self, held: _Running) -> None:
        try:
            if TASKS[held.work.task].in_child:
                perform_in_child(held.lease, held.progress, self._stop)
            else:
                perform(held.work, held.lease, held.progress)
        except DatabaseError:
            log.exception("the end of a work could not be written; its lease will run out")
        finally:
            connections.close_all()
            with self._guard:
                self._running.pop(threading.current_thread(), None)
            self._bell.set()

    def _beat(self) -> None:
        while not self._stop.wait(_POLL_S / 2):
            with self._guard:
                held_now = list(self._running.values())
            for held in held_now:
                _keep(held, time.monotonic())
            close_old_connections()
        connections.close_all()


def _keep(held: _Running, now_s: float) -> None:
    """Extend after a third of the lease; a lease that could not be extended in time is lost."""
    silent_s = now_s - held.extended_s
    if silent_s < held.work.lease_s / 3:
        return
    try:
        if held.lease.extend(held.work.lease_s):
            held.extended_s = now_s
        else:
            held.progress.is_lost.set()
    except DatabaseError:
        log.exception("a lease could not be extended")
        if silent_s >= held.work.lease_s:
            held.progress.is_lost.set()
