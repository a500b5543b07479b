"""From a photo's last byte to another browser's map.

Starts a whole installation (web, worker, bridge) with the demo, signs a dispatcher in with headless
Chromium, and sends the photos one after the other by `curl`'s way (one PUT with a mission key). The
clock starts when the answer to the last byte is asked for (the body is written whole) and stops in
the browser's frame after the map was drawn with the photo's picture on it. Where the time goes is
told stage by stage, from what the program writes down anyway (the journal's moments) and the
browser's own resource timing; all by one machine's clock. Peer, same files, same run, same machine:
what a plain script does that shows nothing to anybody: decode and shrink the file to 1600 and 320
pixels with Pillow and read its EXIF.

    python bench/photo.py [--json] [--photos 18]
"""

from __future__ import annotations

import argparse
import http
import http.client
import io
import json
import os
import platform
import re
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import CHROMIUM_ARGUMENTS, built_house  # noqa: E402 - path first

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.journeys.conftest import House

FULL = ROOT.parent / "shared/data/drone-photos-brighton/images"
REDUCED = ROOT / "src/stadtherz/modules/lookout/demo_photos"
STAGES = (
    "acknowledged",
    "kept",
    "entered",
    "placed",
    "asked",
    "told",
    "thumb asked",
    "thumb got",
    "shown",
)
MOMENTS = """
import json
from stadtherz.core.journal.models import Entry
from stadtherz.modules.lookout.models import Photo
told = {}
for photo in Photo.objects.select_related("item"):
    of = {"kept": (photo.item_id, "media.receive"), "entered": (photo.id, "lookout.take_in"),
          "placed": (photo.id, "lookout.place")}
    found = {name: Entry.objects.filter(target_id=str(key), verb=verb).order_by("at").first()
             for name, (key, verb) in of.items()}
    told[photo.item.filename] = {name: entry.at.timestamp() * 1000
                                 for name, entry in found.items() if entry}
print(json.dumps(told))
"""
WATCH = """name => new Promise(done => {
  performance.setResourceTimingBufferSize(20000);
  const map = document.querySelector("city-map").gl;
  const at = word => performance.getEntriesByType("resource").filter(r => r.name.includes(word));
  const clock = ms => performance.timeOrigin + ms;
  const moments = (card, id) => {
    const thumbs = at(card.querySelector("img").getAttribute("src"));
    const told = at(`/bild/${id}`).filter(r => r.responseEnd <= thumbs[0]?.startTime).at(-1);
    return {
      shown: Date.now(),
      ...(told && { asked: clock(told.startTime), told: clock(told.responseEnd) }),
      ...(thumbs.length && {
        "thumb asked": clock(thumbs[0].startTime),
        "thumb got": clock(thumbs[0].responseEnd),
      }),
      thumbs: thumbs.length,
    };
  };
  const look = () => {
    const card = [...document.querySelectorAll("[data-photo]")]
      .find(c => c.textContent.includes(name));
    const id = card?.dataset.photo;
    const source = id && map.getSource(`photo-${id}`);
    if (source?.loaded()) {
      return map.once("render", () => requestAnimationFrame(() => done(moments(card, id))));
    }
    requestAnimationFrame(look);
  };
  look();
})"""


def main() -> None:
    """Print a table, or one JSON line with --json."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--json", action="store_true")
    words.add_argument("--photos", type=int, default=18)
    asked = words.parse_args()
    folder = FULL if FULL.is_dir() else REDUCED
    files = sorted(folder.glob("*.JPG"))[: asked.photos]
    with built_house() as house, sync_playwright() as playwright:
        system = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=system, args=CHROMIUM_ARGUMENTS)
        moments = measure(house, browser, files)
        browser.close()
    peer_ms = [plain(path) for path in files]
    figures: dict[str, float] = {
        "photos": len(files),
        "megabytes_each": round(statistics.mean(p.stat().st_size for p in files) / 1e6, 2),
        **spread("shown", [one["shown"] for one in moments]),
        "thumb_fetches_each": statistics.mean(one["thumbs"] for one in moments),
    }
    for stage in STAGES:
        known = [one[stage] for one in moments if stage in one]
        if known:
            figures[f"stage_{stage.replace(' ', '_')}_p50_ms"] = round(statistics.median(known), 1)
    peers = {"Pillow script, nothing shown": spread("done", peer_ms)}
    ratio = figures["shown_p50_ms"] / peers["Pillow script, nothing shown"]["done_p50_ms"]
    told: dict[str, Any] = {
        "bench": "photo",
        "figures": figures,
        "peers": peers,
        "ratios": {"shown to Pillow script, p50": round(ratio, 2)},
        "machine": {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
        },
    }
    print(json.dumps(told) if asked.json else table(told))


def measure(house: House, browser: Browser, files: list[Path]) -> list[dict[str, float]]:
    """Return milliseconds from the last byte to each stage, one per file."""
    desk = signed_in(house, browser, "dispatcher")
    desk.goto("/lagebild/")
    desk.get_by_label("Was ist passiert?").fill("Messung")
    desk.get_by_role("combobox", name="Wo?").fill("Fackelstraße 10")
    desk.locator("[role=option]").first.click()
    desk.get_by_role("button", name="Einsatz eröffnen").click()
    desk.wait_for_url(re.compile(r"/lagebild/[0-9a-f-]{36}/$"))
    incident = desk.url.rstrip("/").rsplit("/", 1)[1]
    key = mission_key(house, browser, incident)
    desk.wait_for_selector("city-map[data-ready]")
    moments = [one(house, desk, path, incident, key) for path in files]
    noted = json.loads(house.run("shell", "--no-imports", "-c", MOMENTS).splitlines()[-1])
    for path, known in zip(files, moments, strict=True):
        sent_ms = known.pop("sent")
        for stage, at_ms in {**known, **noted.get(path.name, {})}.items():
            known[stage] = at_ms if stage == "thumbs" else at_ms - sent_ms
    return moments


def signed_in(house: House, browser: Browser, role: str) -> Page:
    """Open a page as one of the demo's people."""
    page = browser.new_context(base_url=house.url, locale="de-DE").new_page()
    page.set_default_timeout(30_000)
    page.goto(house.demo_url)
    page.locator(f".pe-roles button[value={role}]").click()
    page.wait_for_url(lambda url: "/demo/" not in url)
    return page


def mission_key(house: House, browser: Browser, incident: str) -> str:
    """Issue a mission key as the crew does."""
    crew = signed_in(house, browser, "drone_crew")
    crew.goto(f"/lagebild/{incident}/einsatz/")
    crew.get_by_role("button", name="hierher verlegen").click()
    crew.get_by_text("Missionen und Schlüssel").click()
    crew.get_by_label("Luftfahrzeug oder Besatzung").fill("Messung")
    crew.get_by_role("button", name="Mission eröffnen").click()
    crew.get_by_role("button", name="Neuer Schlüssel").click()
    secret = crew.locator("[data-address]").inner_text().split("#")[1]
    crew.context.close()
    return secret


def one(house: House, desk: Page, path: Path, incident: str, key: str) -> dict[str, float]:
    """Send one file and wait until its picture lies on the map; returns moments by stage."""
    content = path.read_bytes()
    connection = http.client.HTTPConnection("localhost", house.port, timeout=30)
    connection.putrequest("PUT", f"/upload/{incident}/{path.name}")
    connection.putheader("Authorization", f"Bearer {key}")
    connection.putheader("Content-Length", str(len(content)))
    connection.endheaders()
    connection.send(content)
    sent_ms = time.time() * 1000
    answer = connection.getresponse()
    assert answer.status == http.HTTPStatus.OK, answer.read()
    answer.read()
    acknowledged_ms = time.time() * 1000
    seen: dict[str, float] = desk.evaluate(WATCH, path.name)
    time.sleep(0.5)
    return {"sent": sent_ms, "acknowledged": acknowledged_ms, **seen}


def plain(path: Path) -> float:
    """Do the peer's work; return milliseconds."""
    begun_s = time.perf_counter()
    content = path.read_bytes()
    for side_px in (1600, 320):
        image = Image.open(io.BytesIO(content))
        image.getexif().get_ifd(0x8825)
        image.draft("RGB", (side_px, side_px))
        image.thumbnail((side_px, side_px))
        image.save(io.BytesIO(), "JPEG", quality=82)
    return (time.perf_counter() - begun_s) * 1000


def spread(name: str, values_ms: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and the largest."""
    ordered = sorted(values_ms)
    at = min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))
    return {
        f"{name}_p50_ms": round(statistics.median(ordered), 1),
        f"{name}_p95_ms": round(ordered[at], 1),
        f"{name}_max_ms": round(ordered[-1], 1),
    }


def table(told: dict[str, Any]) -> str:
    """Write the figures one below the other."""
    lines = [f"{name:32}{value}" for name, value in told["figures"].items()]
    lines += [f"{name:32}{value}" for name, value in told["peers"].items()]
    lines += [f"{name:32}{value}" for name, value in told["ratios"].items()]
    return "\n".join([*lines, f"{'machine':32}{told['machine']}", "aim: shown_p95_ms below 1000"])


if __name__ == "__main__":
    main()
