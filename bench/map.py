"""The first view of the town's lamps, and of 250,000, in a browser: bytes, and time to light.

The running program with the demo (web, worker and bridge in a home of their own); headless
Chromium, drawing in software, 1280 x 900. Views: the town as its page opens; the same page with
250,000 lamps in the register; and the latter seen whole. "static": scripts, style and fonts are in
the browser's cache, tiles and lamps are not; "cold": nothing is. Bytes are counted at the server.
"map": the map's object stands; "painted": the first frame with lamps has been drawn (a pixel was
read back, so drawing is counted and not only asked for); "lit": with their present light; "whole":
streets, words and all tiles too. The browser has no graphics processor.

Peer in the same run: the same page and map with its lamps as one gzipped GeoJSON, as is common.

    python bench/map.py [--json] [--runs 5] [--lamps 250000] [--shots DIRECTORY]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager, suppress
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
WATCH = """(() => {
  const seen = (window.benchSeen = {});
  const zoom = %s;
  document.addEventListener("readystatechange", () => {
    if (zoom) document.querySelector("city-map")?.setAttribute("zoom", zoom);
  });
  const drawn = (gl) => {
    gl = gl.painter.context.gl; // answered when the frame has been drawn, in software too
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    return performance.now();
  };
  const look = () => {
    const gl = document.querySelector("city-map")?.gl;
    if (!gl) return void requestAnimationFrame(look);
    seen.map = performance.now();
    gl.on("render", () => {
      if (seen.lit || !gl.getLayer("lights.lamps-dot")) return;
      const { clientWidth: x, clientHeight: y } = gl.getCanvas();
      const middle = [[x / 2 - 99, y / 2 - 99], [x / 2 + 99, y / 2 + 99]];
      const found = gl.queryRenderedFeatures(middle, { layers: ["lights.lamps-dot"] });
      if (!found.length) return;
      seen.painted ??= drawn(gl);
      if (found.some((one) => (one.state.level ?? one.properties.level) > 0)) seen.lit = drawn(gl);
    });
    gl.on("idle", () => {
      if (seen.lit && gl.getLayer("road-names")) seen.whole ??= drawn(gl);
    });
  };
  look();
})();"""
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
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                process.kill()

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
        f"{name}_ms": seen[name] for name in ("map", "painted", "lit", "whole")
    }


def _opened(context: BrowserContext, bench: Bench, path: str, zoom: float) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH % zoom)
    page.goto(bench.house.address + path, wait_until="commit")
    await_true(page, "Boolean(window.benchSeen?.whole)")
    return page


def await_true(page: Page, wanted: str) -> None:
    """Ask until it holds; Playwright's own waiting uses eval, which our pages forbid."""
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
    return told | {"data_bytes": sum(found.values()) - found["static"], "requests": len(answers)}


def medians(
    browser: Browser, bench: Bench, path: str = "/", *, zoom: float = 0, cached: bool = True,
    runs: int = 1, shot: Path | None = None,
) -> Figures:  # fmt: skip
    """The middle of several openings; the first is for the server's caches and not counted."""
    view(browser, bench, path, zoom=zoom, cached=False, shot=shot)
    views = [view(browser, bench, path, zoom=zoom, cached=cached, shot=None) for _ in range(runs)]
    return {name: round(statistics.median(one[name] for one in views)) for name in views[0]}


def measured(bench: Bench, told: argparse.Namespace) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ours and the peer's, with the town's lamps and then with many."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=list(DRAWING))
        ours, peer = dict[str, Any](), dict[str, Any]()

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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started ends with us
    before = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="sh-map-") as folder,
        (bench := Bench(Path(folder))).running(),
    ):
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
        f"{platform.python_version()}, Chromium drawing in software (GPU: none), "
        f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after",
    }
    print(json.dumps(line, ensure_ascii=False) if told.json else table(ours, peer, line))


def table(ours: dict[str, Any], peer: dict[str, Any], line: dict[str, Any]) -> str:
    """The figures as lines."""
    rows = ours | {f"{name}, as GeoJSON": told for name, told in peer.items()}
    columns = list(next(iter(rows.values())))
    head = f"{'':38}" + "".join(f"{name:>13}" for name in columns)
    lines = [
        f"{name:38}" + "".join(f"{told[column]:>13,.0f}" for column in columns)
        for name, told in rows.items()
    ]
    ratios = [
        f"{f'ratio, {name}':38}" + "".join(f"{told.get(column, ''):>13}" for column in columns)
        for name, told in line["ratios"].items()
    ]
    last = f"aim: {AIM_BYTES:,} bytes of data, first lamps painted in {AIM_MS:,} ms"
    return "\n".join([head, *lines, *ratios, last, line["machine"]])


if __name__ == "__main__":
    main()
