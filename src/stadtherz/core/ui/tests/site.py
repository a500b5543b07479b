"""A small web server for the islands: static files, one made-up tile, a live stream, uploads."""

from __future__ import annotations

import io
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import mapbox_vector_tile
from PIL import Image

from stadtherz.core.ui.tests.engine import UI

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = (
    "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "worker-src 'self'; connect-src 'self'"
)
KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
PLACES = [
    {"label": "Fauthstraße 12", "detail": "67657", "lon": 7.77, "lat": 49.444, "value": "a"},
    {"label": "Fauthweg", "detail": "", "lon": 7.78, "lat": 49.445, "value": "b"},
]


def tile() -> bytes:
    """Make a tile with a park, a house and a named street across it."""
    square = "POLYGON((100 100, 1900 100, 1900 1900, 100 1900, 100 100))"
    house = "POLYGON((2200 2200, 3000 2200, 3000 3000, 2200 3000, 2200 2200))"
    street = {"kind": "residential", "name": "Hauptstraße"}
    layers = [
        {"name": "landuse", "features": [{"geometry": square, "properties": {"kind": "park"}}]},
        {"name": "buildings", "features": [{"geometry": house, "properties": {}}]},
        {
            "name": "roads",
            "features": [{"geometry": "LINESTRING(0 2048, 4096 2048)", "properties": street}],
        },
    ]
    return bytes(mapbox_vector_tile.encode(layers))


def photo() -> bytes:
    """Make a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "#c8102e").save(stream, "PNG")
    return stream.getvalue()


class Site:
    """What the server holds: pages by path, and everything that the browser sent."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.tile = tile()
        self.streams = 0
        self.cut = threading.Event()
        self.says: list[str] = []
        self.uploads: dict[str, bytes] = {}
        self.sizes: dict[str, int] = {}
        self.refuse_patch = 0
        self.asked: list[str] = []
        self.address = ""


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serve until the block ends."""
    handler = type("Bound", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.cut.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers as the house does: same policy, same formats."""

    site: Site

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- named by the base
        """Keep the test's output quiet."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.site.asked.append(path)
        if path in self.site.pages:
            self._answer(self.site.pages[path].encode(), "text/html; charset=utf-8")
        elif path.startswith("/static/"):
            self._file(path.removeprefix("/static/"))
        elif path.startswith("/karte/"):
            self._answer(self.site.tile, "application/vnd.mapbox-vector-tile")
        elif path == "/photo.png":
            self._answer(photo(), "image/png")
        elif path == "/live":
            self._stream()
        elif path == "/suche":
            asked = parse_qs(urlsplit(self.path).query)["q"][0]
            found = [place for place in PLACES if str(place["label"]).startswith(asked)]
            self._answer(json.dumps(found).encode(), "application/json")
        else:
            self._answer(b"", "text/plain", 404)

    def do_POST(self) -> None:
        name = f"/fotos/{len(self.site.sizes)}"
        self.site.sizes[name] = int(self.headers["Upload-Length"])
        self.site.uploads[name] = b""
        if self.site.sizes[name] == 0:
            error = {"message": "Das Foto ist leer.", "fix": "Neu senden.", "code": "media.E1"}
            return self._answer(json.dumps(error).encode(), "application/json", 400)
        return self._answer(b"", "text/plain", 201, {"Location": name})

    def do_HEAD(self) -> None:
        offset = len(self.site.uploads[self.path])
        length = self.site.sizes[self.path]
        told = {"Upload-Offset": str(offset), "Upload-Length": str(length)}
        self._answer(b"", "text/plain", 200, told)

    def do_PATCH(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.site.refuse_patch:
            # Half of the bytes arrive, then the line breaks.
            self.site.refuse_patch -= 1
            self.site.uploads[self.path] += body[: len(body) // 2]
            return self._answer(b"", "text/plain", 503)
        self.site.uploads[self.path] += body
        told = {"Upload-Offset": str(len(self.site.uploads[self.path]))}
        return self._answer(b"", "text/plain", 204, told)

    def _file(self, name: str) -> None:
        path = UI / "static" / name
        if not path.is_file():
            return self._answer(b"", "text/plain", 404)
        kind = KINDS.get(path.suffix[1:], "application/octet-stream")
        return self._answer(path.read_bytes(), kind)

    def _stream(self) -> None:
        self.site.streams += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"event: ready\ndata: {}\n\n")
        told = 0
        self.site.cut.clear()
        while not self.site.cut.is_set():
            for text in self.site.says[told:]:
                self.wfile.write(text.encode())
                told += 1
            time.sleep(0.02)

    def _answer(
        self, body: bytes, kind: str, status: int = 200, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Tus-Resumable", "1.0.0")
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
