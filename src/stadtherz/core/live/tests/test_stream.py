from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from stadtherz.core.live.bus import Bus
from stadtherz.core.live.settings import Settings
from stadtherz.core.live.stream import LiveApp
from stadtherz.core.registry.values import ANYONE, Actor

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = {"town.news": None, "lookout.photo": "lookout.view"}
OFFICE, OTHER = uuid4(), uuid4()
DISPATCHER = Actor(kind="person", id=uuid4(), grants={OFFICE: frozenset({"lookout.view"})})
NARROWED = Actor(
    kind="token",
    id=uuid4(),
    scopes=frozenset({"lookout.view"}),
    grants={OFFICE: frozenset({"lookout.view"})},
    narrowed_to=frozenset({str(uuid4())}),
)
"""A key to one incident: streams tell of all, so it hears nothing."""


class Browser:
    """One connection to the app: what it received, and how it leaves."""

    def __init__(
        self, app: LiveApp, query: str, *, address: str = "10.0.0.1", method: str = "GET"
    ) -> None:
        self.received = b""
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.takes = asyncio.Event()
        self.takes.set()
        self.leaves = asyncio.Event()
        scope = {
            "type": "http",
            "method": method,
            "path": "/live",
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost")],
            "client": (address, 1),
        }
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        await self.takes.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
        self.received += message.get("body", b"")

    async def until(self, text: bytes) -> None:
        async with asyncio.timeout(5):
            while text not in self.received:  # noqa: ASYNC110 -- the app has no hook for tests
                await asyncio.sleep(0.005)


Play = Callable[[LiveApp, Bus], Awaitable[None]]


class Stage:
    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.actor = DISPATCHER
        self.settings: dict[str, Any] = {}

    def play(self, act: Play) -> None:
        async def run() -> None:
            app = LiveApp(
                self.bus,
                Settings(**self.settings),
                topics=lambda: TOPICS,
                actor_of=lambda _: self.actor,
                is_known_host=lambda host: host == "localhost",
            )
            await act(app, self.bus)
            app.close()
            await asyncio.sleep(0.05)

        asyncio.run(asyncio.wait_for(run(), 20))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    bus = Bus(tmp_path / "bus")
    yield Stage(bus)
    bus.close()


def test_stream_begins_with_ready_and_brings_messages(stage: Stage) -> None:
    async def act(app: LiveApp, bus: Bus) -> None:
        browser = Browser(app, "topics=town.news")
        await browser.until(b'event: ready\ndata: {"topics":["town.news"]}\n\n')
        assert browser.status == 200
        assert browser.headers[b"content-type"].startswith(b"text/event-stream")
        assert browser.headers[b"cache-control"] == b"no-store"
        assert browser.headers[b"x-accel-buffering"] == b"no"
        bus.publish("live.town.news", {"text": "Grüße\nzwei"})
        await browser.until(b"event: town.news\n")
        event = browser.received.split(b"\n\n")[-2].split(b"\n")
        assert event[0].startswith(b"id: ")
        assert json.loads(event[2].removeprefix(b"data: ")) == {"text": "Grüße\nzwei"}
        browser.leaves.set()
        await asyncio.wait_for(browser.task, 2)
        assert app.hub is not None
        assert len(app.hub) == 0

    stage.play(act)


@pytest.mark.parametrize(
    ("query", "actor", "status", "code"),
    [
        ("", ANYONE, 400, "live.E012"),
        ("topics=lookout.photo", NARROWED, 403, "live.E014"),
        ("topics=" + ",".join(f"t{n}" for n in range(40)), ANYONE, 400, "live.E012"),
        ("topics=no.such", ANYONE, 404, "live.E013"),
        ("topics=town.news,lookout.photo", ANYONE, 403, "live.E014"),
    ],
)
def test_refusals_say_why(stage: Stage, query: str, actor: Actor, status: int, code: str) -> None:
    stage.actor = actor

    async def act(app: LiveApp, _: Bus) -> None:
        browser = Browser(app, query)
        await asyncio.wait_for(browser.task, 5)
        assert browser.status == status
        error = json.loads(browser.received)["error"]
        assert error["code"] == code
        assert error["message"]
        assert error["fix"]

    stage.play(act)


def test_only_get(stage: Stage) -> None:
    async def act(app: LiveApp, _: Bus) -> None:
        browser = Browser(app, "topics=town.news", method="POST")
        await asyncio.wait_for(browser.task, 5)
        assert (browser.status, browser.headers[b"allow"]) == (405, b"GET")

    stage.play(act)


def test_messages_of_another_organisation_stay_away(stage: Stage) -> None:
    async def act(app: LiveApp, bus: Bus) -> None:
        browser = Browser(app, "topics=lookout.photo")
        await browser.until(b"event: ready")
        bus.publish("live.lookout.photo", {"n": 1, "_organisation": str(OTHER)})
        bus.publish("live.lookout.photo", {"n": 2, "_organisation": str(OFFICE)})
        bus.publish("live.lookout.photo", {"n": 3})
        await browser.until(b'{"n":3}')
        assert b'{"n":2}' in browser.received
        assert b'{"n":1}' not in browser.received
        assert b"_organisation" not in browser.received

    stage.play(act)


def test_revoked_right_closes_within_two_seconds(stage: Stage) -> None:
    async def act(app: LiveApp, bus: Bus) -> None:
        watching = Browser(app, "topics=lookout.photo")
        await watching.until(b"event: ready")
        bus.publish("people.revoked", {"person_id": str(uuid4())})
        bus.publish("live.lookout.photo", {"n": 1})
        await watching.until(b'{"n":1}')
        stage.actor = ANYONE
        bus.publish("people.revoked", {"person_id": str(DISPATCHER.id)})
        await asyncio.wait_for(watching.task, 2)
        assert watching.received.endswith(b"event: revoked\ndata: {}\n\n")

    stage.play(act)


def test_right_that_ends_silently_is_found_by_the_periodic_look(stage: Stage) -> None:
    stage.settings = {"recheck_s": 0.1}

    async def act(app: LiveApp, _: Bus) -> None:
        watching = Browser(app, "topics=lookout.photo")
        await watching.until(b"event: ready")
        stage.actor = Actor(kind="person", id=DISPATCHER.id, grants={})
        await asyncio.wait_for(watching.task, 2)
        assert b"event: revoked" in watching.received

    stage.play(act)


def test_unreadable_rights_after_a_revocation_close_the_stream(stage: Stage) -> None:
    async def act(app: LiveApp, bus: Bus) -> None:
        watching = Browser(app, "topics=lookout.photo")
        await watching.until(b"event: ready")
        assert app.hub is not None

        def fail(_: Any) -> Actor:
            raise OSError("database is gone")

        app.hub._actor_of = fail
        bus.publish("people.revoked", {"person_id": str(DISPATCHER.id)})
        await asyncio.wait_for(watching.task, 3)
        assert b"event: revoked" in watching.received

    stage.play(act)


def test_slow_reader_is_told_and_sent_away_while_others_go_on(stage: Stage) -> None:
    stage.settings = {"most_waiting_bytes": 4096, "stuck_s": 0.3}

    async def act(app: LiveApp, bus: Bus) -> None:
        slow = Browser(app, "topics=town.news")
        stuck = Browser(app, "topics=town.news")
        quick = Browser(app, "topics=town.news")
        for browser in (slow, stuck, quick):
            await browser.until(b"event: ready")
        slow.takes.clear()
        stuck.takes.clear()
        for n in range(20):
            bus.publish("live.town.news", {"n": n, "text": "x" * 1000})
            await quick.until(b'"n":%d,' % n)
        slow.takes.set()
        await asyncio.wait_for(slow.task, 2)
        assert b"event: lost\n" in slow.received
        await asyncio.wait_for(stuck.task, 2)
        assert b"event: lost" not in stuck.received
        assert not quick.task.done()

    stage.play(act)


def test_heartbeat_keeps_a_quiet_stream_alive(stage: Stage) -> None:
    stage.settings = {"heartbeat_s": 0.05}

    async def act(app: LiveApp, _: Bus) -> None:
        browser = Browser(app, "topics=town.news")
        await browser.until(b"event: ready")
        await browser.until(b"\n\n:\n\n")

    stage.play(act)


def test_streams_per_address_are_limited_but_not_on_this_machine(stage: Stage) -> None:
    stage.settings = {"most_streams_per_address": 2}

    async def act(app: LiveApp, _: Bus) -> None:
        here = [Browser(app, "topics=town.news", address="127.0.0.1") for _ in range(3)]
        there = [Browser(app, "topics=town.news", address="10.0.0.9") for _ in range(2)]
        for browser in (*here, *there):
            await browser.until(b"event: ready")
        third = Browser(app, "topics=town.news", address="10.0.0.9")
        await asyncio.wait_for(third.task, 2)
        assert (third.status, third.headers[b"retry-after"]) == (429, b"5")
        there[0].leaves.set()
        await asyncio.wait_for(there[0].task, 2)
        again = Browser(app, "topics=town.news", address="10.0.0.9")
        await again.until(b"event: ready")

    stage.play(act)


def test_full_house_and_closing_house_answer_503(stage: Stage) -> None:
    stage.settings = {"most_streams": 1}

    async def act(app: LiveApp, _: Bus) -> None:
        first = Browser(app, "topics=town.news", address="127.0.0.1")
        await first.until(b"event: ready")
        second = Browser(app, "topics=town.news", address="127.0.0.1")
        await asyncio.wait_for(second.task, 2)
        assert second.status == 503
        app.close()
        await asyncio.wait_for(first.task, 2)
        late = Browser(app, "topics=town.news")
        await asyncio.wait_for(late.task, 2)
        assert late.status == 503

    stage.play(act)


def test_foreign_host_name_is_refused(stage: Stage) -> None:
    async def act(app: LiveApp, _: Bus) -> None:
        app._is_known_host = lambda host: host == "stadt.example"
        browser = Browser(app, "topics=town.news")
        await asyncio.wait_for(browser.task, 2)
        assert browser.status == 400

    stage.play(act)
