"""The town's map with its lamps: none missing close by, each with its present light."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import House

SPOTS = ((7.7689, 49.4447, 16), (7.7741, 49.4493, 15.2), (7.7600, 49.4400, 14.5))
GO = """async ([lon, lat, zoom]) => {
  const gl = document.querySelector("city-map").gl;
  const still = new Promise((done) => gl.once("idle", done));
  gl.jumpTo({ center: [lon, lat], zoom });
  await still;
}"""
DRAWN = """() => {
  const gl = document.querySelector("city-map").gl;
  const found = gl.queryRenderedFeatures({ layers: ["lights.lamps-dot"] });
  return [...new Set(found.map((one) => one.id))];
}"""
BOX = "document.querySelector('city-map').gl.getBounds().toArray().flat()"
# The same module reads the picture: that it does so rightly is tried against the encoder elsewhere.
APART = """async () => {
  const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/lights/delta"));
  const { readDelta } = await import(script.name);
  const answer = await fetch("/licht/stand/stadt");
  const picture = new Map();
  readDelta(new Uint8Array(await answer.arrayBuffer()), (row, level, known) => picture.set(row, { level, known }));
  const gl = document.querySelector("city-map").gl;
  const found = gl.queryRenderedFeatures({ layers: ["lights.lamps-dot"] });
  return found
    .filter(({ id, state }) => state.level !== picture.get(id)?.level || state.known !== picture.get(id)?.known)
    .map(({ id }) => id);
}"""  # noqa: E501 -- JavaScript, whose lines are longer in this house
REGISTER = """
import json
from stadtherz.core.places.queries import within
from stadtherz.modules.lights.models import Lamp
print(json.dumps(list(within(Lamp.objects.filter(status="standing"), {box}).values_list("row", flat=True))))
"""  # noqa: E501 -- one statement of the shell


def test_looked_at_closely_no_lamp_of_the_register_is_missing(
    page_for: Callable[..., Page], house: House
) -> None:
    page = page_for(None)
    page.wait_for_selector("city-map[data-ready]", timeout=60_000)
    page.evaluate(GO, list(SPOTS[0]))
    box = tuple(page.evaluate(BOX))
    told = house.run("shell", "--no-imports", "-c", REGISTER.format(box=box))
    there = set(json.loads(told.splitlines()[-1]))
    assert len(there) > 50
    assert there - set(page.evaluate(DRAWN)) == set()


def test_after_each_move_the_drawn_lamps_have_the_light_of_the_picture(
    page_for: Callable[..., Page],
) -> None:
    page = page_for(None)
    page.wait_for_selector("city-map[data-ready][data-lit]", timeout=60_000)
    for spot in SPOTS:
        page.evaluate(GO, list(spot))
        assert len(page.evaluate(DRAWN)) > 50
        # A picture is up to a second old and light walks: only a lamp that stays apart is wrong.
        end_s = time.monotonic() + 30
        apart = set(page.evaluate(APART))
        while apart and time.monotonic() < end_s:
            page.wait_for_timeout(700)
            apart &= set(page.evaluate(APART))
        assert apart == set(), f"{len(apart)} lamps are drawn with another light at {spot}"
