"""``GET /live?topics=a,b``: an event stream as raw ASGI, one per browser.

Events: ``ready`` first (and again when the bus was interrupted: fetch the state now), then one
event per message, named by its topic; ``revoked`` and ``lost`` are followed by the end. Nothing
is replayed: a browser that comes back gets ``ready`` and fetches.
"""

from __future__ import annotations

import asyncio
import ipaddress
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qs

from stadtherz.core.live.frames import event_frame, retry_frame
from stadtherz.core.live.hub import Hub
from stadtherz.core.live.lifespan import attend_lifespan
from stadtherz.core.live.listener import Listener
from stadtherz.core.live.refusal import Refusal

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.live.bus import Bus
    from stadtherz.core.live.settings import Settings

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_RETRY_MS: Final = (2000, 5000)  # spread, so that a restart is not followed by one great rush


class LiveApp:
    """The ASGI application of the event streams.

    Args:
        bus: where announcements come from.
        settings: the limits.
        topics: current topic keys with the right each one needs (None is public).
        actor_of: the actor of a scope; blocking.
        is_known_host: whether a Host header is one of ours (a page elsewhere must not reach a
            loopback installation under a name that it made point here).
        session_key_of: the session key that a scope carries, or nothing.

    """

    def __init__(
        self,
        bus: Bus,
        settings: Settings,
        *,
        topics: Callable[[], Mapping[str, str | None]],
        actor_of: Callable[[Scope], Actor],
        is_known_host: Callable[[str], bool] = lambda _: True,
        session_key_of: Callable[[Scope], str] = lambda _: "",
    ) -> None:
        self._make_hub: Callable[[], Hub] = lambda: Hub(bus, settings, actor_of)
        self._settings = settings
        self._topics = topics
        self._is_known_host = is_known_host
        self._session_key_of = session_key_of
        self.hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: a stream, or a refusal as JSON."""
        if self.hub is None:
            self.hub = self._make_hub()
        try:
            listener = await self._admitted(scope)
        except Refusal as refusal:
            await refusal.send(send)
            return
        address = _address(scope)
        self.hub.addresses[address] += 1
        self.hub.enter(listener)
        try:
            await self._stream(listener, receive, send)
        finally:
            self.hub.leave(listener)
            self.hub.addresses[address] -= 1
            if not self.hub.addresses[address]:
                del self.hub.addresses[address]

    def close(self) -> None:
        """End all streams; call it in the event loop when the server begins to stop."""
        if self.hub is not None:
            self.hub.close()

    async def _admitted(self, scope: Scope) -> Listener:
        assert self.hub is not None  # noqa: S101 -- __call__ made it
        if scope["method"] != "GET":
            raise Refusal(405, "live.E010", "Event streams are read with GET.")
        if not self._is_known_host(_header(scope, b"host")):
            raise Refusal(400, "live.E011", "This host name is not one of ours.")
        self._refuse_when_full(self.hub, _address(scope))
        wanted = self._wanted(scope)
        await self.hub.start()
        actor = await self._actor(self.hub, scope)
        for topic, permission in wanted.items():
            if permission is not None and (actor.narrowed_to or not actor.may(permission)):
                raise Refusal(403, "live.E014", f"You may not listen to {topic}.")
        self._refuse_when_full(self.hub, _address(scope))
        return Listener(
            scope,
            wanted,
            actor=actor,
            session_key=self._session_key_of(scope),
            most_waiting_bytes=self._settings.most_waiting_bytes,
            stuck_s=self._settings.stuck_s,
        )

    async def _actor(self, hub: Hub, scope: Scope) -> Actor:
        """Read who asks, again if a right was revoked meanwhile: no revocation slips through."""
        while True:
            seen = hub.revocations
            actor = await hub.actor_of(scope)
            if seen == hub.revocations:
                return actor

    def _wanted(self, scope: Scope) -> dict[str, str | None]:
        query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
        keys = [k for k in ",".join(query.get("topics", [])).split(",") if k]
        if not keys or len(keys) > self._settings.most_topics:
            most = self._settings.most_topics
            raise Refusal(400, "live.E012", f"Name 1 to {most} topics: /live?topics=a,b.")
        known = self._topics()
        for key in keys:
            if key not in known:
                raise Refusal(404, "live.E013", f"There is no topic {key[:80]!r}.")
        return {key: known[key] for key in keys}

    def _refuse_when_full(self, hub: Hub, address: str) -> None:
        if hub.is_closing or len(hub) >= self._settings.most_streams:
            raise Refusal(503, "live.E015", "Too many browsers listen just now. Try again soon.")
        if _is_loopback(address):
            return
        if hub.addresses[address] >= self._settings.most_streams_per_address:
            raise Refusal(429, "live.E016", "Too many streams are open from this address.")

    async def _stream(self, listener: Listener, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        first = retry_frame(random.randint(*_RETRY_MS))  # noqa: S311 -- spreads load, guards nothing
        ready = event_frame("ready", {"topics": list(listener.topics)})
        await send({"type": "http.response.body", "body": first + ready, "more_body": True})
        gone = asyncio.ensure_future(_until_gone(receive, listener))
        try:
            while taken := await listener.take():
                await send({"type": "http.response.body", "body": taken, "more_body": True})
            last = listener.farewell or b""
            await send({"type": "http.response.body", "body": last, "more_body": False})
        except asyncio.CancelledError:
            if listener.farewell is None:
                raise  # the server ends us
            _cut(send)  # closed, and the reader takes nothing
        finally:
            gone.cancel()


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.close()


def _cut(send: Send) -> None:
    """Cut a connection whose reader takes nothing; ASGI has no word for it, uvicorn has."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if isinstance(transport, asyncio.Transport):
        transport.abort()


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


class _Installation:
    """The streams of this installation: made on first use, when Django is set up."""

    def __init__(self) -> None:
        self._live: LiveApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer ``/live``, and the server's lifespan messages."""
        if self._live is None:
            self._live = _installed()
        if scope["type"] == "lifespan":
            await attend_lifespan(receive, send, close=self._live.close)
        elif scope["path"].rstrip("/") != "/live":
            await Refusal(404, "live.E017", "There is nothing here.").send(send)
        else:
            await self._live(scope, receive, send)


def _installed() -> LiveApp:
    from django.conf import settings  # noqa: PLC0415 -- app ready
    from django.http.request import split_domain_port, validate_host  # noqa: PLC0415 -- app ready

    from stadtherz.core.live.bus import installation_bus  # noqa: PLC0415 -- app ready
    from stadtherz.core.people import edge  # noqa: PLC0415 -- app ready
    from stadtherz.core.registry import queries as registry  # noqa: PLC0415 -- app ready

    return LiveApp(
        installation_bus(),
        cast("Settings", settings.INSTALLATION.rooms["live"]),
        topics=lambda: {key: topic.permission for key, topic in registry.topics().items()},
        actor_of=edge.actor_from_scope,
        is_known_host=lambda host: validate_host(
            split_domain_port(host)[0], settings.ALLOWED_HOSTS
        ),
        session_key_of=lambda scope: edge.session_key_from(_header(scope, b"cookie")),
    )


app = _Installation()
