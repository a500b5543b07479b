"""The running program and a real browser, for every journey.

`house` is a whole installation in a directory of its own: prepared once per test run, then web,
worker and bridge as `stadtherz up` starts them. `page_for` signs in through the demo's switcher.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "axe/axe.min.js"
READY_WITHIN_S = 60.0
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a journey and give it the time that a browser takes."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(240))


@dataclass
class House:
    """A running installation."""

    home: Path
    port: int
    key: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def demo_url(self) -> str:
        """The link that `stadtherz up` prints."""
        return f"{self.url}/demo/?key={self.key}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("STADTHERZ_", "DJANGO_"))}
        return kept | {
            "STADTHERZ_HOME": str(self.home),
            "STADTHERZ_SERVER__HOST": "127.0.0.1",
            "STADTHERZ_SERVER__PORT": str(self.port),
            "STADTHERZ_SERVER__ALLOWED_HOSTS": "localhost,127.0.0.1",
            "STADTHERZ_DEMO_KEY": self.key,
        }

    def start(self, role: str) -> None:
        """Start web, worker or bridge; what it says goes to a file in the home."""
        with (self.home / f"{role}.log").open("ab") as log:
            self.processes[role] = subprocess.Popen(
                [sys.executable, "-m", "stadtherz.project.processes", role],
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def stop(self, role: str) -> None:
        """Stop one process and wait for its end."""
        process = self.processes.pop(role)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

    def run(self, *words: str) -> str:
        """Run a `stadtherz` command in this house; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "stadtherz.project.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def log(self, role: str) -> str:
        """The last words of a process."""
        path = self.home / f"{role}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def wait_until_ready(self) -> None:
        """Wait for the first good answer of the web process."""
        end_s = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < end_s:
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                assert self.processes["web"].poll() is None, self.log("web")
            time.sleep(0.1)
        pytest.fail(f"the house does not get ready:\n{self.log('web')}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def built_house() -> Iterator[House]:
    """A prepared and running installation; all of it is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="stadtherz-journey-"))
    house = House(home=home, port=free_port(), key=secrets.token_urlsafe(24))
    try:
        house.start("prepare")
        code = house.processes.pop("prepare").wait(180)
        assert code == 0, house.log("prepare")
        for role in ("web", "worker", "bridge"):
            house.start(role)
        house.wait_until_ready()
        yield house
    finally:
        for role in list(house.processes):
            house.stop(role)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The running program with the demo in it, shared by all journeys of a test process."""
    with built_house() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the system's where there is one, else Playwright's own."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=system, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser, house: House) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts that end with the test: ``new_context(width=390, language="en")``."""
    made: list[BrowserContext] = []

    def make(width: int = 1280, language: str = "de", **options: object) -> BrowserContext:
        is_phone = width < 700
        context = browser.new_context(
            base_url=house.url,
            viewport={"width": width, "height": 844 if is_phone else 900},
            locale="de-DE" if language == "de" else "en-GB",
            timezone_id="Europe/Berlin",
            has_touch=is_phone,
            **options,
        )
        context.set_default_timeout(20_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page_for(house: House, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open a page signed in as a role: ``page_for("dispatcher", width=390, language="en")``.

    Role None is a visitor at the start page. ``bypass_csp=True`` is for pages that `axe` judges.
    """

    def make(role: str | None, width: int = 1280, language: str = "de", **options: object) -> Page:
        page = new_context(width, language, **options).new_page()
        prefix = "" if language == "de" else f"/{language}"
        if role is None:
            page.goto(f"{prefix}/")
            return page
        page.goto(house.demo_url)
        if prefix:
            page.goto(f"{prefix}/demo/")
        page.locator(f".pe-roles button[value={role}]").click()
        page.wait_for_url(lambda url: "/demo/" not in url)
        return page

    return make


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Judge a page by WCAG 2.2 AA; returns one line per finding, none when all is well.

    The page's context needs ``bypass_csp=True``: the judge is injected, the program is not eased.
    """

    def judge(page: Page) -> list[str]:
        page.add_script_tag(path=AXE)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
        )
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    return judge


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[Page, str], Path]:
    """Keep a picture of the page, in JOURNEY_SHOTS or the test's own directory."""
    folder = Path(os.environ.get("JOURNEY_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
