"""The program's web process, which also counts the bytes of every answer: for `bench/map.py`.

Counted at the server, because a browser's own tools do not see what its map worker fetches.
Beside the program's own addresses it answers:

* ``/bench/counts``: JSON of what was answered since the last question, ``[path, bytes]`` each;
* ``/bench/keep/none`` and ``/bench/keep/all``: whether browsers may keep more than static files;
* ``/bench/peer``: the town's page with its lamps as one GeoJSON, ``peer.js`` and ``lamps.json``.

    python bench/_counted_web.py LAMPS_FILE    (in the environment of an installation)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from stadtherz.project.asgi import application
from stadtherz.project.conf import current

if TYPE_CHECKING:
    from stadtherz.project.asgi import Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
PEER = b"""const map = document.querySelector("city-map");
await map.ready;
map.addPointLayer("lights.lamps", { data: location.origin + "/bench/lamps.json", look: "lamp" });
"""


class Counting:
    """ASGI: the program, with a count of what it answers."""

    def __init__(self, lamps: Path) -> None:
        self.lamps = lamps
        self.counts: list[tuple[str, int]] = []
        self.keeps_all = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the bench's own addresses, count the others."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif path == "/bench/counts":
            told, self.counts = json.dumps(self.counts).encode(), []
            await _answer(send, told, b"application/json")
        elif path.startswith("/bench/keep/"):
            self.keeps_all = path.endswith("all")
            await _answer(send, b"noted", b"text/plain")
        elif path == "/bench/peer.js":
            await _answer(self._counted(path, send), PEER, b"text/javascript")
        elif path == "/bench/lamps.json":
            zipped = ((b"content-encoding", b"gzip"),)
            told = self.lamps.read_bytes()
            await _answer(self._counted(path, send), told, b"application/json", zipped)
        elif path == "/bench/peer":
            page = _Whole()
            await application({**scope, "path": "/", "raw_path": b"/"}, receive, page)
            await page.send_on(self._counted(path, send))
        else:
            await application(scope, receive, self._counted(path, send))

    def _counted(self, path: str, send: Send) -> Send:
        place = len(self.counts)
        self.counts.append((path, 0))
        counts = self.counts

        async def count(message: dict[str, Any]) -> None:
            headers: Headers = list(message.get("headers", ()))
            size = len(message.get("body", b"")) + sum(len(k) + len(v) + 4 for k, v in headers)
            counts[place] = (path, counts[place][1] + size)
            if headers and not self.keeps_all and not path.startswith("/static/"):
                kept = [h for h in headers if h[0].lower() not in {b"cache-control", b"etag"}]
                message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
            await send(message)

        return count


class _Whole:
    """Takes an answer whole, and sends it on with the lamps of the peer."""

    def __init__(self) -> None:
        self.start: dict[str, Any] = {}
        self.body = b""

    async def __call__(self, message: dict[str, Any]) -> None:
        """Keep one message."""
        if message["type"] == "http.response.start":
            self.start = message
        self.body += message.get("body", b"")

    async def send_on(self, send: Send) -> None:
        """Send the page on with no layers but the peer's."""
        page = re.sub(rb'data-layers="[^"]*"', b'data-layers="[]"', self.body)
        page = re.sub(rb'<link rel="(modulepreload|preload)"[^>]*lights/[^>]*>', b"", page)
        peer = b'<script type="module" src="/bench/peer.js"></script></head>'
        page = page.replace(b"</head>", peer, 1)
        kept = [h for h in self.start["headers"] if h[0].lower() != b"content-length"]
        length = (b"content-length", str(len(page)).encode())
        await send({**self.start, "headers": [*kept, length]})
        await send({"type": "http.response.body", "body": page})


async def _answer(send: Send, body: bytes, kind: bytes, more: tuple[Any, ...] = ()) -> None:
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", kind), length, *more]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    server = current().server
    uvicorn.run(
        Counting(Path(sys.argv[1])), host=server.host, port=server.port,
        timeout_graceful_shutdown=2, access_log=False, log_level="warning", server_header=False,
    )  # fmt: skip
