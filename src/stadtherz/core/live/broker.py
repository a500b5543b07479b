"""The one process that passes messages on, and how another takes its place.

Every process runs a candidate; the one that holds the exclusive lock is the broker. The kernel
drops the lock with the process, however it ends, so a candidate elsewhere takes over within
about a second. Publishers push (a message sent before the broker is there waits), subscribers
filter at the broker.
"""

from __future__ import annotations

import fcntl
import os
import threading
from typing import TYPE_CHECKING, Final

import zmq

from stadtherz.core.live.address import BusAddress, bus_address

if TYPE_CHECKING:
    from pathlib import Path

STARTED: Final = b"bus.started"
"""Published by a new broker: whoever needs every message may have missed some."""

_RETRY_S: Final = 0.5
_POLL_MS: Final = 500
_GATHER_S: Final = 0.35  # longer than RECONNECT_MS: subscribers return before queued messages flow
RECONNECT_MS: Final = 100
HIGH_WATER: Final = 10_000


class Broker(threading.Thread):
    """A candidate for the broker's place, as a daemon thread.

    Args:
        directory: the bus directory.

    """

    def __init__(self, directory: Path) -> None:
        super().__init__(name="bus-broker", daemon=True)
        self._directory = directory
        self._halt = threading.Event()
        self._lock_fd: int | None = None

    def run(self) -> None:
        """Wait for the lock, pass messages on while holding it, and wait again."""
        while not self._halt.is_set():
            try:
                address = bus_address(self._directory)
                if self._take_lock(address):
                    self._serve(address)
            except (OSError, zmq.ZMQError):
                pass  # a full disk or a swept directory: the next round tries again
            finally:
                self.release()
            self._halt.wait(_RETRY_S)

    def stop(self) -> None:
        """Ask the thread to end and wait for it, so that the lock is free on return."""
        self._halt.set()
        if self.is_alive():
            self.join(timeout=2.0)

    def release(self) -> None:
        """Close this process's copy of the lock; in a forked child the parent keeps its own."""
        lock_fd, self._lock_fd = self._lock_fd, None
        if lock_fd is not None:
            os.close(lock_fd)

    def _take_lock(self, address: BusAddress) -> bool:
        self._lock_fd = os.open(address.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _serve(self, address: BusAddress) -> None:
        # A context of its own: destroy() returns only when the socket files are gone, and only
        # then the lock is released, so that this broker cannot remove its successor's files.
        context = zmq.Context(io_threads=1)
        try:
            outbox = context.socket(zmq.PUB)
            outbox.set_hwm(HIGH_WATER)
            outbox.bind(f"ipc://{address.outbox}")
            self._halt.wait(_GATHER_S)
            inbox = context.socket(zmq.PULL)
            inbox.set_hwm(HIGH_WATER)
            inbox.bind(f"ipc://{address.inbox}")
            outbox.send_multipart([STARTED, b"{}"])
            self._pass_on(inbox, outbox, address)
        finally:
            context.destroy(linger=0)

    def _pass_on(
        self, inbox: zmq.Socket[bytes], outbox: zmq.Socket[bytes], address: BusAddress
    ) -> None:
        while not self._halt.is_set():
            if inbox.poll(_POLL_MS):
                parts = inbox.recv_multipart()
                if len(parts) == 2:  # noqa: PLR2004 -- topic and message, nothing else
                    outbox.send_multipart(parts)
            elif not (address.inbox.exists() and address.outbox.exists()):
                return  # somebody swept the files away: bind them again
