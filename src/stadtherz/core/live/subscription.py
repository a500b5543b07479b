"""The reading ends of the bus, for threads and for event loops."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import zmq
import zmq.asyncio

from stadtherz.core.live.broker import HIGH_WATER, RECONNECT_MS, STARTED

_PROBE: Final = "bus.probe."
_PROBE_EVERY_MS: Final = 50

Publish = Callable[[str, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Received:
    """One message: its dotted topic and the JSON object that came with it."""

    topic: str
    message: dict[str, Any]


class _Prefixes:
    """Which topics a subscription takes: whole words, not letters."""

    def __init__(self, prefixes: tuple[str, ...]) -> None:
        self.probe = _PROBE + secrets.token_hex(8)
        self._wanted = prefixes

    def set_on(self, socket: zmq.Socket[Any]) -> None:
        socket.set_hwm(HIGH_WATER)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        for prefix in (*self._wanted, self.probe, STARTED.decode()):
            socket.setsockopt(zmq.SUBSCRIBE, prefix.encode())

    def accepted(self, parts: list[bytes]) -> Received | None:
        """Decode what was asked for; foreign bytes and other topics are None."""
        try:
            topic = parts[0].decode("ascii")
            message = json.loads(parts[1])
        except (ValueError, IndexError):
            return None
        if not isinstance(message, dict) or not self._takes(topic):
            return None
        return Received(topic, message)

    def _takes(self, topic: str) -> bool:
        if topic.startswith("bus."):
            return topic in {*self._wanted, self.probe}
        return any(not p or topic == p or topic.startswith(f"{p}.") for p in self._wanted)


class Subscription:
    """Messages for one thread; a context manager and an endless iterator."""

    def __init__(
        self,
        endpoint: str,
        prefixes: tuple[str, ...],
        *,
        context: zmq.Context[zmq.Socket[bytes]],
        publish: Publish,
    ) -> None:
        self._prefixes = _Prefixes(prefixes)
        self._publish = publish
        self._early: list[Received] = []
        self._socket = context.socket(zmq.SUB)
        self._prefixes.set_on(self._socket)
        self._socket.connect(endpoint)

    def receive(self, timeout_s: float) -> Received | None:
        """Wait for the next message, at most this long; None when nothing came."""
        if self._early:
            return self._early.pop(0)
        received = self._next(time.monotonic() + timeout_s)
        while received is not None and received.topic == self._prefixes.probe:
            received = self._next(time.monotonic() + timeout_s)
        return received

    def joined(self, *, within_s: float = 3.0) -> bool:
        """Wait until messages really arrive; False when no broker answered in time."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            self._publish(self._prefixes.probe, {})
            received = self._next(min(until, time.monotonic() + _PROBE_EVERY_MS / 1000))
            while received is not None:
                if received.topic == self._prefixes.probe:
                    return True
                self._early.append(received)
                received = self._next(min(until, time.monotonic() + _PROBE_EVERY_MS / 1000))
        return False

    def close(self) -> None:
        """Stop receiving."""
        self._socket.close()

    def __iter__(self) -> Iterator[Received]:
        while not self._socket.closed:
            received = self.receive(1.0)
            if received is not None:
                yield received

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self, until: float) -> Received | None:
        while (left_s := until - time.monotonic()) >= 0:
            if self._socket.poll(int(left_s * 1000)):
                received = self._prefixes.accepted(self._socket.recv_multipart())
                if received is not None:
                    return received
            else:
                return None
        return None


class AsyncSubscription:
    """Messages for one event loop; an asynchronous iterator."""

    def __init__(
        self,
        endpoint: str,
        prefixes: tuple[str, ...],
        *,
        context: zmq.Context[zmq.Socket[bytes]],
        publish: Publish,
    ) -> None:
        self._prefixes = _Prefixes(prefixes)
        self._publish = publish
        self._early: list[Received] = []
        self._socket = zmq.asyncio.Context(shadow=context).socket(zmq.SUB)
        self._prefixes.set_on(self._socket)
        self._socket.connect(endpoint)

    async def joined(self, *, within_s: float = 3.0) -> bool:
        """Wait until messages really arrive; False when no broker answered in time."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            self._publish(self._prefixes.probe, {})
            while await self._socket.poll(_PROBE_EVERY_MS):
                received = self._prefixes.accepted(await self._socket.recv_multipart())
                if received is not None and received.topic == self._prefixes.probe:
                    return True
                if received is not None:
                    self._early.append(received)
        return False

    def close(self) -> None:
        """Stop receiving."""
        self._socket.close()

    async def __aiter__(self) -> AsyncIterator[Received]:
        while self._early:
            yield self._early.pop(0)
        while not self._socket.closed:
            received = self._prefixes.accepted(await self._socket.recv_multipart())
            if received is not None and received.topic != self._prefixes.probe:
                yield received
