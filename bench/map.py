"""The first view of the town's map in a browser: bytes, and time until it is painted.

Loads Kaiserslautern's pack into a fresh installation, serves it as in production (hashed static
files, gzip) on this machine, and opens the town's page in headless Chromium, drawn in software.
"warm": static files are in the browser's cache, as for who comes back; "cold": an empty cache.
Peer: none can be installed here; the aims are those of the project (500 kB, 1 s).

`measure_first_view(address, cached=..., painted=...)` serves other rooms' measurements, too.

    python bench/map.py [--json] [--runs 5]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Request

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
AIM_BYTES, AIM_MS = 500_000, 1000
ROADS_PAINTED = """() => {
  const map = document.querySelector("city-map")?.gl;
  return Boolean(map?.style?._loaded
    && map.queryRenderedFeatures().some((f) => f.sourceLayer === "roads"));
}"""
WITHOUT_TILES = """document.addEventListener("readystatechange", () => {
  document.querySelector("city-map")?.removeAttribute("tiles");
});"""
PREPARE = (
    "import django; django.setup();"
    "from django.core.management import call_command as c;"
    "c('migrate', verbosity=0); c('town', 'load', 'kaiserslautern');"
    "from pathlib import Path; from django.conf import settings;"
    "from stadtherz.project.processes.prepare import refresh_static;"
    "refresh_static(Path(settings.DATA_DIR))"
)


@dataclass
class FirstView:
    """What one opening of a page cost.

    Args:
        painted_ms: from the start of the navigation until `painted` held in a frame.
        idle_ms: until the map had nothing more to draw.
        tile_bytes: on the wire: vector tiles.
        data_bytes: on the wire: tiles, style and data (all but static files and the page).
        static_bytes: on the wire: scripts, style sheets, fonts.
        page_bytes: on the wire: the page itself.

    """

    painted_ms: float = 0.0
    idle_ms: float = 0.0
    tile_bytes: int = 0
    data_bytes: int = 0
    static_bytes: int = 0
    page_bytes: int = 0
    requests: int = 0

    @property
    def all_bytes(self) -> int:
        """Everything on the wire."""
        return self.data_bytes + self.static_bytes + self.page_bytes


def measure_first_view(address: str, *, cached: bool, painted: str = ROADS_PAINTED) -> FirstView:
    """Open a page with a map once and measure it.

    Args:
        address: of the running program's page.
        cached: True when static files are to be in the browser's cache (tiles are not).
        painted: a JavaScript function that tells whether what counts is drawn.

    """
    with _browser() as browser:
        return _measured(browser, address, cached=cached, painted=painted)


@contextmanager
def _browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(DRAWING))
        yield browser
        browser.close()


def _measured(browser: Browser, address: str, *, cached: bool, painted: str) -> FirstView:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    if cached:
        _warm(context, address)
    page, view = context.new_page(), FirstView()
    asked: list[Request] = []
    # tiles are fetched by a worker; the page hears of them, too
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 -- no built-ins
    page.goto(address, wait_until="commit")
    page.wait_for_function(painted, polling="raf", timeout=60_000)
    view.painted_ms = page.evaluate("performance.now()")
    page.wait_for_selector("city-map[data-ready]", timeout=60_000)
    view.idle_ms = page.evaluate("performance.now()")
    page.wait_for_timeout(300)
    for request in asked:
        _count(view, request, urlsplit(address).path)
    context.close()
    return view


def _warm(context: BrowserContext, address: str) -> None:
    """Fill the cache with static files; tiles and data are asked for anew."""
    page = context.new_page()
    page.add_init_script(WITHOUT_TILES)
    page.goto(address)
    page.wait_for_selector("city-map[data-ready]", timeout=60_000)
    page.close()


def _count(view: FirstView, request: Request, page_path: str) -> None:
    sizes = request.sizes()
    size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    response = request.response()
    if response is None or not sizes["responseBodySize"] or response.from_service_worker:
        return
    path = urlsplit(request.url).path
    view.requests += 1
    if path.startswith("/static/"):
        view.static_bytes += size
    elif path == page_path:
        view.page_bytes += size
    else:
        view.data_bytes += size
        view.tile_bytes += size if path.endswith(".mvt") else 0


@contextmanager
def served(prepare: str = PREPARE) -> Iterator[str]:
    """A fresh installation of Kaiserslautern; gives its address."""
    with tempfile.TemporaryDirectory(prefix="stadtherz-bench-") as home, socket.socket() as free:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("STADTHERZ_")}
        environment = kept | {
            "STADTHERZ_HOME": home,
            "DJANGO_SETTINGS_MODULE": "stadtherz.project.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        (Path(home) / "data").mkdir()
        subprocess.run(
            [sys.executable, "-c", prepare], env=environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        words = ["-m", "uvicorn", "stadtherz.project.asgi:application", "--port", str(port)]
        with subprocess.Popen(
            [sys.executable, *words, "--log-level", "error"], env=environment
        ) as web:
            try:
                _await(f"http://localhost:{port}/health/live")
                yield f"http://localhost:{port}/"
            finally:
                web.terminate()


def _await(address: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def medians(views: list[FirstView]) -> dict[str, float]:
    """The middle of several openings."""
    names = ("painted_ms", "idle_ms", "tile_bytes", "data_bytes", "static_bytes", "all_bytes")
    found = {name: statistics.median(getattr(view, name) for view in views) for name in names}
    return {name: round(value) for name, value in found.items()}


def main(progress: Callable[[str], None] = lambda line: print(line, file=sys.stderr)) -> None:
    """Measure, print a table or one JSON line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    told = parser.parse_args()
    progress("loading the town, starting the program")
    with served() as address, _browser() as browser:
        kinds = {"warm": True, "cold": False}
        figures = {}
        for name, cached in kinds.items():
            progress(f"opening the page {told.runs} times, {name}")
            views = [
                _measured(browser, address, cached=cached, painted=ROADS_PAINTED)
                for _ in range(told.runs)
            ]
            figures[name] = medians(views)
    line = {
        "bench": "map",
        "figures": {"runs": told.runs, **figures},
        "peers": {"aim": {"data_bytes": AIM_BYTES, "painted_ms": AIM_MS}},
        "ratios": {
            "data_bytes": round(figures["warm"]["data_bytes"] / AIM_BYTES, 2),
            "painted_ms": round(figures["warm"]["painted_ms"] / AIM_MS, 2),
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}, Chromium drawing in software",
    }
    print(json.dumps(line) if told.json else _table(figures))


def _table(figures: dict[str, dict[str, float]]) -> str:
    names = list(figures["warm"])
    rows = [f"{'':14}{'warm':>12}{'cold':>12}"]
    rows += [
        f"{name:14}{figures['warm'][name]:>12,.0f}{figures['cold'][name]:>12,.0f}" for name in names
    ]
    return "\n".join([*rows, f"aim, warm: data_bytes <= {AIM_BYTES:,}, painted_ms < {AIM_MS:,}"])


if __name__ == "__main__":
    main()
