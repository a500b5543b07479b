"""The web edge under visitors who send, or take, a byte a minute."""

from __future__ import annotations

import asyncio

from stadtherz.project import asgi
from stadtherz.project.bodies import WholeBodies

HOST = (b"host", b"localhost")
FORM = (
    (b"content-length", b"900"),
    (b"content-type", b"application/x-www-form-urlencoded"),
    (b"cookie", b"stadtherz_form=" + b"a" * 32),
)


def scope(method, path, *headers):
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [HOST, *headers],
        "client": ("203.0.113.7", 1),
        "server": ("localhost", 80),
    }


async def never():
    await asyncio.Event().wait()


async def at_once():
    return {"type": "http.request", "body": b"", "more_body": False}


def keeper(answers):
    async def send(message):
        answers.append(message)

    return send


def test_forms_that_never_end_hold_none_of_djangos_threads():
    async def town():
        slow = [
            asyncio.create_task(asgi.application(scope("POST", "/", *FORM), never, keeper([])))
            for _ in range(asgi.WEB_THREADS + 2)
        ]
        await asyncio.sleep(0.3)
        answers = []
        async with asyncio.timeout(5):
            await asgi.application(scope("GET", "/health/live"), at_once, keeper(answers))
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return answers[0]["status"]

    assert asyncio.run(town()) == 200


def test_who_takes_a_file_slowly_holds_none_of_djangos_threads(monkeypatch):
    def many_pieces(environ, start_response):
        start_response("200 OK", [])
        return (b"x" * 4096 for _ in range(300))

    async def takes_nothing(message):
        await asyncio.Event().wait()

    async def town():
        pages = asgi.pages_of(many_pieces)
        slow = [
            asyncio.create_task(pages(scope("GET", "/static/x"), at_once, takes_nothing))
            for _ in range(asgi.WEB_THREADS + 2)
        ]
        await asyncio.sleep(0.5)
        answers = []
        try:
            async with asyncio.timeout(5):
                await pages(scope("GET", "/"), at_once, keeper(answers))
        finally:
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
        return sum(len(message.get("body", b"")) for message in answers)

    assert asyncio.run(town()) == 300 * 4096


def refused(messages, *headers, within_s=5.0):
    async def unasked(_scope, _receive, _send):
        raise AssertionError

    async def receive():
        return messages.pop(0) if messages else await never()

    answers = []
    edge = WholeBodies(unasked, most_bytes=10, within_s=within_s)
    asyncio.run(edge(scope("POST", "/", *headers), receive, keeper(answers)))
    return answers[0]["status"] if answers else None


def test_bodies_too_long_too_slow_or_cut_never_reach_a_page():
    piece = {"type": "http.request", "body": b"123456", "more_body": True}
    assert refused([], (b"content-length", b"11")) == 413
    assert refused([dict(piece), dict(piece)]) == 413
    assert refused([dict(piece)], within_s=0.05) == 408
    assert refused([dict(piece), {"type": "http.disconnect"}]) is None
