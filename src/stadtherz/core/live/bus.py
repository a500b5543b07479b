"""Messages between the processes of one installation: wake-ups and live states.

The bus is never the record. A message may be lost when a process dies or a reader is slow;
whoever depends on something polls the database as well. Topics are dotted words; a subscription
to ``lights`` receives ``lights`` and ``lights.level``, not ``lightship``. Sockets are Unix
sockets in a private directory, messages are JSON, never pickle.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import threading
import weakref
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import zmq

from stadtherz.core.live.address import bus_address
from stadtherz.core.live.broker import HIGH_WATER, RECONNECT_MS, Broker
from stadtherz.core.live.errors import BusError
from stadtherz.core.live.subscription import AsyncSubscription, Subscription

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

LARGEST_MESSAGE_BYTES: Final = 256 * 1024
_LINGER_MS: Final = 500

_buses: weakref.WeakSet[Bus] = weakref.WeakSet()


class Bus:
    """One bus directory, usable from any thread and after a fork.

    Args:
        directory: the private directory; all processes of an installation name the same.

    Attributes:
        dropped: messages that this process could not queue because nobody took them for long.

    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.dropped = 0
        self._link: _Link | None = None
        self._guard = threading.Lock()
        _buses.add(self)

    def publish(self, topic: str, message: Mapping[str, Any]) -> bool:
        """Send without ever waiting; False when the message was dropped.

        Args:
            topic: dotted words in ASCII letters, digits, ``_`` and ``-``.
            message: what ``json`` can carry, at most 256 KiB.

        A directory that cannot be used is logged once and drops messages, too.

        Raises:
            BusError: the topic or the message cannot be carried.

        """
        parts = encoded(topic, message)
        with self._guard:
            try:
                is_sent = self._linked().send(parts)
            except (BusError, OSError, zmq.ZMQError) as error:
                is_sent = False  # whoever publishes after a commit must not fail for the bus
                if not self.dropped:
                    log.warning("the bus cannot be used, pollers go on: %s", error)
            self.dropped += not is_sent
            return is_sent

    def subscribe(self, *prefixes: str) -> Subscription:
        """Receive in a thread; the subscription belongs to the thread that reads it."""
        with self._guard:
            link = self._linked()
            return Subscription(
                link.subscriber(), prefixes, context=link.context, publish=self.publish
            )

    def subscribe_async(self, *prefixes: str) -> AsyncSubscription:
        """Receive in the running event loop."""
        with self._guard:
            link = self._linked()
            return AsyncSubscription(
                link.subscriber(), prefixes, context=link.context, publish=self.publish
            )

    def close(self) -> None:
        """Send what is queued (at most half a second) and give the broker's place away."""
        with self._guard:
            link, self._link = self._link, None
            if link is not None:
                link.close()

    def forget(self) -> None:
        """Drop everything inherited through a fork; the child opens its own on first use."""
        self._guard = threading.Lock()
        if self._link is not None:
            self._link.broker.release()
            _inherited.append(self._link)
            self._link = None

    def _linked(self) -> _Link:
        if self._link is None:
            self._link = _Link(self.directory)
        return self._link


class _Link:
    """The sockets of one process."""

    def __init__(self, directory: Path) -> None:
        self._address = bus_address(directory)
        self.context = zmq.Context(io_threads=1)
        self._outgoing = self.context.socket(zmq.PUSH)
        self._outgoing.set_hwm(HIGH_WATER)
        self._outgoing.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        self._outgoing.setsockopt(zmq.LINGER, _LINGER_MS)
        self._outgoing.connect(f"ipc://{self._address.inbox}")
        self.broker = Broker(directory)
        self.broker.start()

    def send(self, parts: list[bytes]) -> bool:
        try:
            self._outgoing.send_multipart(parts, zmq.NOBLOCK)
        except zmq.Again:
            return False
        return True

    def subscriber(self) -> str:
        return f"ipc://{self._address.outbox}"

    def close(self) -> None:
        self._outgoing.close()
        # The broker may be this very process: what lingers goes out before it stops.
        waiter = threading.Thread(target=self.context.destroy, daemon=True)
        waiter.start()
        waiter.join(timeout=2 * _LINGER_MS / 1000)
        self.broker.stop()


_inherited: list[_Link] = []  # a parent's sockets must not be closed by the child's collector


def _after_fork() -> None:
    for bus in list(_buses):
        bus.forget()


def _at_exit() -> None:
    for bus in list(_buses):
        bus.close()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)


def encoded(topic: str, message: Mapping[str, Any]) -> list[bytes]:
    """Write topic and message as they travel.

    Raises:
        BusError: the topic or the message cannot be carried.

    """
    return [_encoded_topic(topic), _encoded_message(topic, message)]


def _encoded_topic(topic: str) -> bytes:
    if topic.isascii() and topic.replace(".", "").replace("_", "").replace("-", "").isalnum():
        return topic.encode("ascii")
    raise BusError(
        f"{topic!r} is no topic.",
        fix="Use dotted words of ASCII letters, digits, '_' and '-'.",
        code="live.E003",
    )


def _encoded_message(topic: str, message: Mapping[str, Any]) -> bytes:
    try:
        encoded = json.dumps(dict(message), separators=(",", ":"), allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise BusError(
            f"A message on {topic} cannot be written as JSON: {error}.",
            fix="Send text, numbers, truth values, lists and objects only.",
            code="live.E004",
        ) from error
    if len(encoded) <= LARGEST_MESSAGE_BYTES:
        return encoded
    raise BusError(
        f"A message on {topic} has {len(encoded)} bytes; {LARGEST_MESSAGE_BYTES} fit.",
        fix="Announce that something changed and let readers fetch it.",
        code="live.E005",
    )


@cache
def _bus_at(directory: Path) -> Bus:
    return Bus(directory)


def installation_bus() -> Bus:
    """Return this process's bus of the installation (``settings.STADTHERZ_RUN_DIR``)."""
    from django.conf import settings  # noqa: PLC0415 -- app ready: lib-like users bring their own

    return _bus_at(Path(settings.STADTHERZ_RUN_DIR) / "bus")


def publish(topic: str, message: Mapping[str, Any]) -> bool:
    """Send on the installation's bus; see :meth:`Bus.publish`."""
    return installation_bus().publish(topic, message)


def subscribe(*prefixes: str) -> Subscription:
    """Receive from the installation's bus in a thread."""
    return installation_bus().subscribe(*prefixes)


def subscribe_async(*prefixes: str) -> AsyncSubscription:
    """Receive from the installation's bus in the running event loop."""
    return installation_bus().subscribe_async(*prefixes)
