"""The first view of the town's lamps, and of 250,000, in a browser: bytes, and time to light.

The running program with the demo (web, worker and bridge in a home of their own); headless
Chromium, drawing in software, 1280 x 900. Views: the town as its page opens; the same page with
250,000 lamps in the register; and the latter seen whole. "static": scripts, style and fonts are in
the browser's cache, tiles and lamps are not; "cold": nothing is. Bytes are counted at the server.

Peer in the same run: the same page and map with its lamps as one gzipped GeoJSON, as platforms
commonly send them. (A platform's own tracker tells of 20 MB and an abort after 20 s at such
sizes: a citation, not measured here.)

    python bench/map.py [--json] [--runs 5] [--lamps 250000] [--shots DIRECTORY]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.house import House, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
DRAWING = (
    "--no-sandbox", "--disable-gpu-rasterization", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)  # fmt: skip
AIM_BYTES, AIM_MS = 500_000, 1000
WHOLE_ZOOM = 9.6
CLOSE = ((7.7689, 49.4447), (7.85, 49.47), (7.70, 49.40))
"""Where it is looked closely whether a lamp is missing: in the town, and in repeated blocks."""
WATCH = """(() => {
  const seen = (window.benchSeen = {});
  const zoom = %s;
  document.addEventListener("readystatechange", () => {
    if (zoom) document.querySelector("city-map")?.setAttribute("zoom", zoom);
  });
  const look = () => {
    const gl = document.querySelector("city-map")?.gl;
    if (!gl) return void requestAnimationFrame(look);
    seen.map = performance.now();
    const check = () => {
      if (!gl.getLayer("lights.lamps-dot")) return;
      const { clientWidth: x, clientHeight: y } = gl.getCanvas();
      const middle = [[x / 2 - 150, y / 2 - 150], [x / 2 + 150, y / 2 + 150]];
      const found = gl.queryRenderedFeatures(
        seen.painted ? middle : [[0, 0], [x, y]], { layers: ["lights.lamps-dot"] });
      if (!found.length) return;
      seen.painted ??= performance.now();
      if (!found.some((one) => (one.state.level ?? one.properties.level) > 0)) return;
      seen.lit ??= performance.now();
      if (!gl.areTilesLoaded()) return;
      seen.whole = performance.now();
      gl.off("render", check);
    };
    gl.on("render", check);
  };
  look();
})();"""
SEEN_IDS = """() => {
  const found = document.querySelector("city-map").gl
    .queryRenderedFeatures({ layers: ["lights.lamps-dot"] });
  return [...new Set(found.map((one) => one.id ?? one.properties.id))];
}"""
Figures = dict[str, float]


class Bench:
    """One running installation, whose web process counts."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.lamps_file = folder / "lamps.json.gz"
        self._running: list[subprocess.Popen[bytes]] = []

    def environment(self) -> dict[str, str]:
        """What the processes are started with."""
        return self.house.environment() | {
            "STADTHERZ_SERVER__HOST": "127.0.0.1",
            "STADTHERZ_SERVER__PORT": str(self.house.port),
            "STADTHERZ_SERVER__ALLOWED_HOSTS": "localhost,127.0.0.1",
            "STADTHERZ_DEMO_KEY": secrets.token_urlsafe(24),
            "DJANGO_SETTINGS_MODULE": "stadtherz.project.settings",
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a process of this installation; what it says goes to a file in the home."""
        with (self.house.home / "bench.log").open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, *words], env=self.environment(), stdout=log, stderr=log
            )
        self._running.append(started)
        return started

    def run(self, *words: str) -> None:
        """Run a process to its end."""
        if self.start(*words).wait(600):
            sys.exit((self.house.home / "bench.log").read_text()[-2000:])

    @contextmanager
    def running(self) -> Iterator[None]:
        """Prepare the demo, then run web, worker and bridge."""
        try:
            self.run("-m", "stadtherz.project.processes", "prepare")
            self.start(str(HERE / "_counted_web.py"), str(self.lamps_file))
            for role in ("worker", "bridge"):
                self.start("-m", "stadtherz.project.processes", role)
            wait_for(lambda: self.ask("/health/live"), what="an answer")
            yield
        finally:
            for process in self._running:
                process.terminate()
            for process in self._running:
                process.wait(20)

    def ask(self, path: str) -> bytes:
        """What the web process answers; nothing while it does not."""
        try:
            with urllib.request.urlopen(self.house.address + path, timeout=30) as answer:
                return bytes(answer.read()) or b" "
        except OSError:
            return b""

    def fill(self, total: int) -> None:
        """Have `total` lamps (0 = as they are), and wait until all of them are lit."""
        self.run(str(HERE / "_many_lamps.py"), str(total), str(self.lamps_file))

        def lit() -> bool:
            told = self.house.command(
                "shell", "--no-imports", "-c",
                "from stadtherz.modules.lights.models import LightPicture as P, Lamp\n"
                "p = P.objects.first(); print(p is not None and p.lamps == Lamp.objects.count())",
            )  # fmt: skip
            return "True" in told.stdout

        wait_for(lit, what="a picture of all lamps", within_s=300)


def view(
    browser: Browser, bench: Bench, path: str, *, zoom: float, cached: bool, shot: Path | None
) -> Figures:
    """Open a page with lamps once and tell what it cost."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="de-DE", color_scheme="dark"
    )
    context.set_default_timeout(120_000)
    if cached:
        bench.ask("/bench/keep/none")
        _opened(context, bench, path, zoom).close()
    bench.ask("/bench/keep/all")
    bench.ask("/bench/counts")
    page = _opened(context, bench, path, zoom)
    seen: Figures = page.evaluate("benchSeen")
    if shot:
        page.wait_for_timeout(3000)
        page.screenshot(path=shot)
    context.close()
    return _counted(json.loads(bench.ask("/bench/counts"))) | {
        "painted_ms": seen["painted"], "lit_ms": seen["lit"], "whole_ms": seen["whole"],
    }  # fmt: skip


def _opened(context: BrowserContext, bench: Bench, path: str, zoom: float) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH % (zoom or 0))
    page.goto(bench.house.address + path, wait_until="commit")
    await_true(page, "Boolean(window.benchSeen?.whole)")
    return page


def await_true(page: Page, wanted: str) -> None:
    """Ask until an expression holds; Playwright's own waiting uses eval, which our pages forbid."""
    wait_for(lambda: page.evaluate(wanted), what=f"{wanted} in the browser")


def _counted(answers: list[tuple[str, int]]) -> Figures:
    """Bytes by kind: static files, the page, tiles of the map, and what brings the lamps."""
    found: Figures = dict.fromkeys(("static", "page", "town", "lamps"), 0)
    for path, size in answers:
        if path.startswith("/static/"):
            found["static"] += size
        elif path.startswith("/karte/"):
            found["town"] += size
        elif path.startswith(("/licht/", "/bench/")) and path != "/bench/peer":
            found["lamps"] += size
        elif path in {"/", "/bench/peer"}:
            found["page"] += size
    told = {f"{name}_bytes": size for name, size in found.items()}
    data = found["page"] + found["town"] + found["lamps"]
    return told | {"data_bytes": data, "requests": len(answers)}


def medians(
    browser: Browser, bench: Bench, path: str = "/", *, zoom: float = 0, cached: bool = True,
    runs: int = 1, shot: Path | None = None,
) -> Figures:  # fmt: skip
    """The middle of several openings; the first is for the server's caches and not counted."""
    view(browser, bench, path, zoom=zoom, cached=False, shot=shot)
    views = [view(browser, bench, path, zoom=zoom, cached=cached, shot=None) for _ in range(runs)]
    return {name: round(statistics.median(one[name] for one in views)) for name in views[0]}


def missing_close(browser: Browser, bench: Bench) -> int:
    """How many lamps of the register are not drawn where one looks closely (zoom 16)."""
    page = _opened(browser.new_context(), bench, "/", 0)
    missing = 0
    for spot in CLOSE:
        page.evaluate(
            "at => document.querySelector('city-map').gl.jumpTo({ center: at, zoom: 16 })", spot
        )
        page.wait_for_timeout(300)
        await_true(page, "document.querySelector('city-map').gl.loaded()")
        page.wait_for_timeout(500)
        box = page.evaluate("document.querySelector('city-map').gl.getBounds().toArray().flat()")
        told = bench.house.command(
            "shell", "--no-imports", "-c",
            "from stadtherz.core.places.queries import within\n"
            "from stadtherz.modules.lights.models import Lamp\nimport json\n"
            f"print(json.dumps(list(within(Lamp.objects.all(), {tuple(box)})"
            ".values_list('row', flat=True))))",
        )  # fmt: skip
        there = set(json.loads(told.stdout.splitlines()[-1]))
        missing += len(there - set(page.evaluate(SEEN_IDS)))
    page.context.close()
    return missing


def measured(bench: Bench, told: argparse.Namespace) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ours and the peer's, with the town's lamps and then with many."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=list(DRAWING))
        ours: dict[str, Any] = {}
        peer: dict[str, Any] = {}

        def both(name: str, zoom: float = 0) -> None:
            print(f"opening {name}", file=sys.stderr)
            shot = told.shots / f"{name}.png" if told.shots else None
            ours[name] = medians(browser, bench, zoom=zoom, runs=told.runs, shot=shot)
            ours[f"{name}, cold"] = medians(browser, bench, zoom=zoom, cached=False, runs=told.runs)
            shot = told.shots / f"{name} as GeoJSON.png" if told.shots else None
            peer[name] = medians(
                browser, bench, "/bench/peer", zoom=zoom, runs=told.peer_runs, shot=shot
            )

        bench.fill(0)
        both("town")
        bench.fill(told.lamps)
        both(f"{told.lamps:,} lamps")
        both(f"{told.lamps:,} lamps, seen whole", WHOLE_ZOOM)
        ours["missing close by"] = missing_close(browser, bench)
        browser.close()
    return ours, peer


def main() -> None:
    """Measure, print a table or one JSON line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer-runs", type=int, default=3)
    parser.add_argument("--lamps", type=int, default=250_000)
    parser.add_argument("--shots", type=Path)
    told = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sh-map-") as folder:
        bench = Bench(Path(folder))
        with bench.running():
            ours, peer = measured(bench, told)
    names = ("data_bytes", "painted_ms", "lit_ms", "whole_ms")
    line = {
        "bench": "map",
        "figures": {"runs": told.runs, **ours},
        "peers": {
            "aim": {"data_bytes": AIM_BYTES, "painted_ms": AIM_MS},
            "one GeoJSON in the same map": peer,
        },
        "ratios": {
            view: {name: round(peer[view][name] / max(ours[view][name], 1), 2) for name in names}
            for view in peer
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}, Chromium drawing in software, load {before:.1f} before "
        f"and {os.getloadavg()[0]:.1f} after",
    }
    print(json.dumps(line, ensure_ascii=False) if told.json else table(ours, peer, line))


def table(ours: dict[str, Any], peer: dict[str, Any], line: dict[str, Any]) -> str:
    """The figures as lines."""
    rows = {name: told for name, told in ours.items() if isinstance(told, dict)}
    rows |= {f"{name}, as GeoJSON": told for name, told in peer.items()}
    columns = list(next(iter(rows.values())))
    head = f"{'':38}" + "".join(f"{name:>13}" for name in columns)
    lines = [
        f"{name:38}" + "".join(f"{told[column]:>13,.0f}" for column in columns)
        for name, told in rows.items()
    ]
    last = f"missing close by: {ours['missing close by']}; aim: {AIM_BYTES:,} bytes, {AIM_MS:,} ms"
    return "\n".join([head, *lines, last, line["machine"]])


if __name__ == "__main__":
    main()
