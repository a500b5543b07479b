"""One hub per web process: one bus subscription, fanned out to all open streams."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from stadtherz.core.live.frames import HEARTBEAT, event_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.live.bus import Bus
    from stadtherz.core.live.listener import Listener
    from stadtherz.core.live.settings import Settings
    from stadtherz.core.live.subscription import Received

log = logging.getLogger(__name__)

LIVE: Final = "live"
"""Bus topics ``live.<topic key>`` are announcements; ``live`` keeps them apart from wake-ups."""
REVOKED: Final = "people.revoked"
BROKER_STARTED: Final = "bus.started"

_LOST: Final = event_frame("lost", {"reason": "slow"})
_REVOKED: Final = event_frame("revoked", {})
_AGAIN: Final = event_frame("ready", {"reason": "bus"})


class Hub:
    """All streams of one web process; lives in one event loop.

    Args:
        bus: where announcements come from.
        settings: the limits.
        actor_of: reads the actor of an ASGI scope again; blocks, so it is called in a thread.

    """

    def __init__(
        self, bus: Bus, settings: Settings, actor_of: Callable[[dict[str, Any]], Actor]
    ) -> None:
        self.settings = settings
        self.threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")
        self.addresses: Counter[str] = Counter()
        self._bus = bus
        self._actor_of = actor_of
        self._listeners: set[Listener] = set()
        self._by_topic: defaultdict[str, set[Listener]] = defaultdict(set)
        self._tasks: set[asyncio.Task[None]] = set()
        self._joined: asyncio.Task[bool] | None = None
        self._epoch = secrets.token_hex(4)
        self._count = 0
        self.revocations = 0
        self.is_closing = False

    def __len__(self) -> int:
        return len(self._listeners)

    async def start(self) -> None:
        """Join the bus once; later calls wait until it is joined (at most 3 s)."""
        if self._joined is None:
            subscription = self._bus.subscribe_async(LIVE, REVOKED, BROKER_STARTED)
            self._joined = asyncio.create_task(subscription.joined())
            self._spawn(self._listen(subscription))
            self._spawn(self._beat())
            self._spawn(self._recheck_all())
        await asyncio.shield(self._joined)

    def enter(self, listener: Listener) -> None:
        """Let a stream hear its topics from now on."""
        self._listeners.add(listener)
        for topic in listener.topics:
            self._by_topic[topic].add(listener)

    def leave(self, listener: Listener) -> None:
        """Forget a stream."""
        self._listeners.discard(listener)
        for topic in listener.topics:
            self._by_topic[topic].discard(listener)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def close(self) -> None:
        """End every stream now; browsers come back by themselves after their retry time."""
        self.is_closing = True
        for listener in list(self._listeners):
            listener.close()
        for task in self._tasks:
            task.cancel()
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def actor_of(self, scope: dict[str, Any]) -> Actor:
        """Read the actor in a thread of the hub's own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self._actor_of, scope)

    def _spawn(self, coroutine: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, subscription: Any) -> None:
        assert self._joined is not None  # noqa: S101 -- start() set it one line before
        await self._joined  # reading before would take the probe away from joined()
        try:
            async for received in subscription:
                try:
                    self._handle(received)
                except (ValueError, TypeError, AttributeError):
                    log.exception("live message dropped", extra={"topic": received.topic})
        finally:
            subscription.close()

    def _handle(self, received: Received) -> None:
        if received.topic == REVOKED:
            self.revocations += 1
            self._spawn(self._recheck(self._named(received.message), is_revoked=True))
        elif received.topic == BROKER_STARTED:
            for listener in list(self._listeners):
                listener.put(_AGAIN, lost=_LOST)
        else:
            self._fan_out(received.topic.removeprefix(f"{LIVE}."), received.message)

    def _fan_out(self, topic: str, message: dict[str, Any]) -> None:
        listeners = self._by_topic.get(topic)
        if not listeners:
            return
        scoped = message.pop("_organisation", None)
        organisation_id = UUID(scoped) if scoped else None
        self._count += 1
        frame = event_frame(topic, message, event_id=f"{self._epoch}-{self._count}")
        for listener in listeners:
            if listener.hears(topic, organisation_id):
                listener.put(frame, lost=_LOST)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.settings.heartbeat_s)
            for listener in list(self._listeners):
                if listener.is_idle:
                    listener.put(HEARTBEAT, lost=_LOST)

    async def _recheck_all(self) -> None:
        while True:
            await asyncio.sleep(self.settings.recheck_s)
            await self._recheck(self._vouched(), is_revoked=False)

    def _vouched(self) -> list[Listener]:
        return [one for one in self._listeners if not one.actor.is_anonymous]

    def _named(self, ids: dict[str, Any]) -> list[Listener]:
        """Streams that a revocation names; one that names nobody concerns everyone."""
        wanted = {str(ids[k]) for k in ("person_id", "token_id", "session_key") if ids.get(k)}
        if not wanted:
            return self._vouched()
        return [one for one in self._vouched() if wanted & {str(one.actor.id), one.session_key}]

    async def _recheck(self, listeners: list[Listener], *, is_revoked: bool) -> None:
        """Read rights again, four at a time, and close who lost one or cannot be read.

        A failing database leaves streams open at the periodic look, never after a revocation.
        """
        await asyncio.gather(*(self._recheck_one(one, is_revoked=is_revoked) for one in listeners))

    async def _recheck_one(self, listener: Listener, *, is_revoked: bool) -> None:
        try:
            async with asyncio.timeout(1.5 if is_revoked else 30):
                actor = await self.actor_of(listener.scope)
        except Exception:
            log.exception("rights of a stream cannot be read")
            if is_revoked:
                listener.close(_REVOKED)
            return
        if listener.still_may(actor):
            listener.actor = actor
        else:
            listener.close(_REVOKED)
