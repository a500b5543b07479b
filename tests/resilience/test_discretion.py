"""The running program keeps secrets out of every log, and notes each look at a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tools.house import wait_for

if TYPE_CHECKING:
    from tests.journeys.conftest import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
SAMPLES = Path(__file__).parents[2] / "src/stadtherz/modules/lookout/demo_photos"
PASSWORD = "streng-geheim-4711-Laterne"
ISSUE = """
import json
from stadtherz.core.people import actions, make, queries
def key(office):
    there = queries.organisation(office)
    scopes = ["occasions.open", "occasions.view", "media.upload", "media.view", "lookout.view",
              "lookout.open_mission"]
    return actions.issue_token(office, organisation=there, scopes=scopes, by=make.HOUSE).secret
print(json.dumps({"ours": key("leitstelle"), "theirs": key("beleuchtung")}))
"""
LOOKS = """
import json
from stadtherz.core.journal.models import Entry
from stadtherz.core.media.models import Item
item = Item.objects.order_by("-id").first()
looks = Entry.objects.filter(verb="media.view").order_by("id")
print(json.dumps({"item": str(item.pk), "looks": [e.facts.get("variant") for e in looks]}))
"""


def asked(house: House, code: str) -> dict[str, Any]:
    said = house.run("shell", "--no-imports", "-c", code)
    return dict(json.loads(said.strip().splitlines()[-1]))


@pytest.fixture(scope="module")
def keys(demo: House) -> dict[str, str]:
    return asked(demo, ISSUE)


def made(client: httpx.Client, item: str) -> str:
    """Name the small copy, which says by how much it was turned back."""
    names = (f"thumb-{turn_deg}" for turn_deg in (0, 90, 180, 270))
    return next((name for name in names if client.get(f"{item}/{name}").status_code == 200), "")


def test_each_look_at_a_photo_stands_in_the_journal(demo: House, keys: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {keys['ours']}"}
    with httpx.Client(base_url=demo.url, headers=headers, timeout=30) as client:
        told = {"title": "Rauch", "lon_deg": 7.7689, "lat_deg": 49.4447}
        incident = client.put("/api/v1/occasions/incidents/looks/1", json=told).json()["id"]
        mission = f"/api/v1/lookout/incidents/{incident}/missions"
        opened = client.post(mission, json={"organisation": "leitstelle", "name": "Flug 1"}).json()
        crew = client.post(f"{mission}/{opened['id']}/keys").json()["secret"]
        photo = min(SAMPLES.glob("*.JPG"))
        sent = client.put(
            f"/upload/{incident}/{photo.name}",
            content=photo.read_bytes(),
            headers={"Authorization": f"Bearer {crew}"},
        )
        item = f"/bilder/{sent.raise_for_status().json()['item']}"
        small = wait_for(lambda: made(client, item), what="a small picture")
        before = asked(demo, LOOKS)["looks"]
        for variant in ("original", "original", small):
            answer = client.get(f"{item}/{variant}")
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"], "no later look goes unseen"
        stranger = {"Authorization": f"Bearer {keys['theirs']}"}
        assert client.get(f"{item}/original", headers=stranger).status_code in {403, 404}
        assert httpx.get(f"{demo.url}{item}/original").status_code == 302
    assert asked(demo, LOOKS)["looks"] == [*before, "original", "original", small]


def test_secrets_reach_no_log(demo: House, keys: dict[str, str]) -> None:
    with httpx.Client(base_url=demo.url, timeout=30, follow_redirects=True) as client:
        client.get(f"/demo/?key={demo.key}")
        client.get("/demo/?key=wrong-and-also-long-enough")
        page = client.get("/anmelden/")
        form = {"login": "niemand", "password": PASSWORD, "csrfmiddlewaretoken": ""}
        client.post("/anmelden/", data=form)
        client.post("/anmelden/", data=form, headers={"X-CSRFToken": "x"})
        client.get("/api/v1/lights/lamps?key=" + keys["ours"])
        client.get(
            "/api/v1/occasions/incidents", headers={"Authorization": f"Bearer {keys['ours']}"}
        )
        client.put("/api/v1/occasions/incidents/a/1", headers={"Authorization": keys["theirs"]})
        assert page.status_code == 200
        cookies = [str(value) for value in client.cookies.values()]
    secret_key = next(demo.home.rglob("secret_key")).read_text().strip()
    logs = {path: path.read_text(errors="replace") for path in demo.home.rglob("*.log*")}
    assert any(logs.values()), "something was logged"
    for secret in (PASSWORD, demo.key, *keys.values(), secret_key, *cookies):
        assert [path.name for path, text in logs.items() if secret in text] == []
