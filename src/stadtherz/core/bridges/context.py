"""What a running bridge holds: when to stop, how to tell, how to wait, how to be woken."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from stadtherz.core.bridges.domain import BridgeState
from stadtherz.core.live.contract import publish, ring_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_LONGEST_ERROR: Final = 500


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A bridge's state at one moment; `error` is the last one, also after it is over."""

    state: BridgeState
    since_at: dt.datetime
    starts: int = 0
    error: str = ""


def utc_now() -> dt.datetime:
    """The wall clock, aware."""
    return dt.datetime.now(dt.UTC)


class BridgeContext:
    """Handed to ``BridgeSpec.run``; every method may be called from any thread.

    Args:
        key: of the bridge.
        stop: set when the bridge must return (within two seconds).
        now: the clock, replaced in tests.

    """

    def __init__(
        self, key: str, stop: threading.Event, *, now: Callable[[], dt.datetime] = utc_now
    ) -> None:
        self.key = key
        self.stop = stop
        self.now = now
        self._guard = threading.Lock()
        self._counters: Counter[str] = Counter()
        self._standing = Standing(state=BridgeState.CONNECTING, since_at=now())

    def connected(self) -> None:
        """The other side answers."""
        self._move(BridgeState.CONNECTED)

    def connecting(self) -> None:
        """The connection is being made."""
        self._move(BridgeState.CONNECTING)

    def failed(self, error: str) -> None:
        """The other side does not answer; the bridge itself tries again."""
        self._move(BridgeState.FAILED, error)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a counter shown in health, such as ``messages_in``."""
        with self._guard:
            self._counters[name] += by

    def wait(self, seconds: float) -> bool:
        """Sleep, but no longer than until the stop; True when the bridge must return."""
        return self.stop.wait(seconds)

    def publish(self, topic: str, message: Mapping[str, Any]) -> bool:
        """Send on the bus; False when it was dropped."""
        return publish(topic, message)

    def rounds(self, topic: str, *, poll_s: float = 0.5) -> Iterator[None]:
        """Once at the start, then at every message of the topic and at least every `poll_s`.

        For working off a durable command table of the bridge's own: look at the table in every
        round; a wake-up that is lost costs `poll_s`. Ends with the stop.
        """
        bell = threading.Event()
        ring_on(topic, bell, stop=self.stop)
        while not self.stop.is_set():
            yield
            bell.wait(poll_s)
            bell.clear()

    def standing(self) -> Standing:
        """How it stands now."""
        with self._guard:
            return self._standing

    def counters(self) -> dict[str, int]:
        """What was counted since the process began."""
        with self._guard:
            return dict(self._counters)

    def begun(self) -> None:
        """Count a start; called by the supervisor."""
        with self._guard:
            self._standing = replace(self._standing, starts=self._standing.starts + 1)
        self.connecting()

    def stopped(self) -> None:
        """Ended in order; called by the supervisor."""
        self._move(BridgeState.STOPPED)

    def _move(self, state: BridgeState, error: str | None = None) -> None:
        with self._guard:
            old = self._standing
            since_at = old.since_at if old.state == state else self.now()
            kept = old.error if error is None else error[:_LONGEST_ERROR]
            self._standing = replace(old, state=state, since_at=since_at, error=kept)
