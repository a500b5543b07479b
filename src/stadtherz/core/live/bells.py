"""Turning bus topics into events that a polling thread waits for."""

from __future__ import annotations

import logging
import threading

import zmq

from stadtherz.core.live import bus
from stadtherz.core.live.errors import BusError

log = logging.getLogger(__name__)

_GLANCE_S = 0.5


def ring_on(topic: str, bell: threading.Event, *, stop: threading.Event) -> threading.Thread:
    """Set `bell` at each message of the topic until `stop`; in a daemon thread of its own.

    The bell is a hint: whoever waits for it also polls.
    """

    def listen() -> None:
        try:
            with bus.subscribe(topic) as subscription:
                while not stop.is_set():
                    if subscription.receive(_GLANCE_S) is not None:
                        bell.set()
        except (BusError, OSError, zmq.ZMQError) as error:
            if not stop.is_set():
                log.warning("no wake-ups for %s, polling goes on: %s", topic, error)

    thread = threading.Thread(target=listen, name=f"bell-{topic}", daemon=True)
    thread.start()
    return thread
