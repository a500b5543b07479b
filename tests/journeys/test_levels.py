"""The light that a page knows, with the page's clock in the test's hand and no server behind it.

The live stream is a stand-in; what is tried is the module that lays pictures and changes over
each other, and the times after which it asks again or calls lamps unknown.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import stadtherz
from stadtherz.lib.lightwave import Knowledge, encode_delta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

LIGHTS = Path(stadtherz.__file__).parent / "modules/lights/static/lights"
LIVE = """
export const connection = { state: "connecting", since: 0 };
export function subscribe(topic, fn) { window.say = (delta) => fn({ clock: "", delta }); }
window.become = (state) => {
  connection.state = state;
  document.dispatchEvent(new CustomEvent("live-state", { detail: { state } }));
};
"""
PAGE = """<!DOCTYPE html><title>.</title><script type="module">
import { Levels } from "/lights/levels.js";
window.told = [];
window.levels = new Levels({ topic: "t", url: "/picture", changed: (row) => told.push(row) });
</script>"""


def delta(levels: dict[int, int]) -> bytes:
    """Confirmed levels, percent, by row."""
    rows = np.array(sorted(levels), dtype=np.intp)
    known = np.full(len(rows), Knowledge.CONFIRMED, dtype=np.uint8)
    return encode_delta(rows, np.array([levels[row] for row in rows], dtype=np.uint8), known)


@dataclass
class Town:
    """What the page is told: pictures with their age in seconds, and how often it asked."""

    page: Page
    pictures: list[tuple[float, dict[int, int]] | None] = field(default_factory=list)
    asked: int = 0

    def answer(self, route: Route) -> None:
        """Answer one request; the last picture stands for all later ones, None is 204."""
        path = route.request.url.removeprefix("http://town.test")
        if path == "/picture":
            picture = self.pictures[min(self.asked, len(self.pictures) - 1)]
            self.asked += 1
            if picture is None:
                return route.fulfill(status=204)
            age = {"Picture-Age": f"{picture[0]:.3f}"}
            return route.fulfill(body=delta(picture[1]), headers=age)
        if path == "/":
            return route.fulfill(body=PAGE, content_type="text/html")
        code = LIVE if path == "/ui/live.js" else (LIGHTS / Path(path).name).read_text()
        return route.fulfill(body=code, content_type="text/javascript")

    def open(self, *pictures: tuple[float, dict[int, int]] | None) -> None:
        """Open the page; its clock stands still."""
        self.pictures = list(pictures)
        self.page.goto("http://town.test/")
        self.page.wait_for_function("Boolean(window.levels && window.say)")
        self.wait_asked(1)

    def wait_asked(self, times: int) -> None:
        """Let the page's own work go on until it asked so often."""
        for _ in range(100):
            if self.asked >= times:
                break
            self.page.wait_for_timeout(20)
        self.page.wait_for_timeout(50)
        assert self.asked == times

    def say(self, levels: dict[int, int]) -> None:
        """A change on the live stream."""
        self.page.evaluate("text => say(text)", base64.b64encode(delta(levels)).decode())

    def at(self, row: int) -> dict[str, object]:
        """What the page knows of a lamp."""
        return dict(self.page.evaluate("row => levels.at(row)", row))


@pytest.fixture
def town(browser: Browser) -> Iterator[Town]:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    made = Town(page)
    page.route("http://town.test/**", made.answer)
    yield made
    context.close()


def test_a_picture_older_than_the_stream_is_asked_for_again(town: Town) -> None:
    town.open((0, {3: 20}), (2, {3: 30}), (0, {3: 40}))
    town.page.evaluate("become('live')")
    town.wait_asked(2)
    assert town.at(3)["level"] == 30
    town.page.clock.run_for(510)
    town.wait_asked(3)
    assert town.at(3) == {"level": 40, "known": "confirmed"}
    town.page.clock.run_for(5000)
    town.wait_asked(3)


def test_a_change_told_since_a_picture_was_taken_is_laid_over_it(town: Town) -> None:
    town.open((0, {}), (2, {3: 30}), (1, {3: 30, 4: 50}))
    town.page.evaluate("become('live')")
    town.wait_asked(2)
    town.say({3: 99})
    town.page.clock.run_for(510)
    town.wait_asked(3)
    assert [town.at(3)["level"], town.at(4)["level"]] == [99, 50]


def test_fifteen_seconds_of_silence_make_all_lamps_unknown(town: Town) -> None:
    town.open((0, {3: 20, 4: 60}), None)
    assert town.at(4) == {"level": 60, "known": "confirmed"}
    town.page.clock.run_for(14_000)
    assert town.at(4)["known"] == "confirmed"
    town.page.clock.run_for(2_000)
    assert [town.at(3)["known"], town.at(4)["known"], town.at(5)["known"]] == ["unknown"] * 3
    town.say({4: 70})
    assert town.at(4) == {"level": 70, "known": "confirmed"}
    assert town.at(3)["known"] == "unknown"


def test_each_change_is_told_once(town: Town) -> None:
    town.open((0, {3: 20}))
    town.say({3: 20, 4: 10})
    town.say({4: 10})
    assert town.page.evaluate("told") == [3, 4]
