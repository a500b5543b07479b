"""`kill -9` of web, worker and bridge while photos, incidents and overrides come in.

What was acknowledged is there afterwards, and the work goes on by itself.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tools.house import ROOT, House, wait_for

from tests.resilience.producers import Incidents, Overrides, Photos, Producer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]
PHOTOS = tuple(sorted((ROOT / "src/stadtherz/modules/lookout/demo_photos").glob("*.JPG")))
KEYS = """
import json
from stadtherz.core.people import actions, make, queries
def key(office, *scopes):
    there = queries.organisation(office)
    issued = actions.issue_token("kill test", organisation=there, scopes=scopes, by=make.HOUSE)
    return issued.secret
print(json.dumps({
    "dispatch": key("leitstelle", "occasions.open", "occasions.view", "lookout.view",
                    "lookout.open_mission", "media.upload"),
    "crew": key("feuerwehr", "occasions.view", "lookout.view", "lookout.open_mission",
                "media.upload"),
    "light": key("beleuchtung", "lights.switch", "lights.view"),
}))
"""
LEFT = """
import json
from stadtherz.core.journal.models import Delivery
from stadtherz.core.occasions.models import Occasion
from stadtherz.modules.lights.models import Override
print(json.dumps({
    "waiting": Delivery.objects.filter(state=Delivery.State.WAITING).count(),
    "dead": Delivery.objects.filter(state=Delivery.State.DEAD).count(),
    "incidents": [str(pk) for pk in Occasion.objects.values_list("pk", flat=True)],
    "overrides": [str(pk) for pk in Override.objects.values_list("pk", flat=True)],
}))
"""


def asked(house: House, code: str) -> dict[str, Any]:
    """Run lines inside the installation and read the JSON that they print."""
    ran = house.command("shell", "--no-imports", "-c", code)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with made.running():
        yield made


def kill(house: House, role: str) -> None:
    """End the process at once, and wait until the supervisor has another one."""
    before = wait_for(lambda: house.pid_of(role), what=f"a {role} process")
    os.kill(before, signal.SIGKILL)
    wait_for(
        lambda: house.pid_of(role) not in {0, before}, what=f"another {role} process", within_s=60
    )


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def mission_key(client: httpx.Client, keys: dict[str, Any], incident: str) -> str:
    """Have the dispatcher's incident flown by the fire service; return the crew's own key."""
    path = f"/api/v1/lookout/incidents/{incident}/missions"
    dispatch = {"Authorization": f"Bearer {keys['dispatch']}"}
    opened = client.post(
        path, headers=dispatch, json={"organisation": "leitstelle", "name": "Flug 1"}
    )
    assert opened.status_code == 201, opened.text
    issued = client.post(f"{path}/{opened.json()['id']}/keys", headers=dispatch)
    assert issued.status_code == 201, issued.text
    return str(issued.json()["secret"])


def commandable(client: httpx.Client, secret: str) -> str:
    """Name a lamp that takes commands of its own."""
    for page in range(1, 50):
        found = client.get(
            "/api/v1/lights/lamps",
            params={"page": page},
            headers={"Authorization": f"Bearer {secret}"},
        )
        for lamp in found.raise_for_status().json()["lamps"]:
            if lamp["capability"] in {"addressable", "presence_capable"}:
                return str(lamp["number"])
    raise LookupError("no lamp takes commands of its own")


def producers(house: House, client: httpx.Client, keys: dict[str, Any]) -> list[Producer]:
    """Open the incident that is flown, and name who sends what."""
    incidents = Incidents(house.address, keys["dispatch"])
    with httpx.Client(
        base_url=house.address, headers={"Authorization": f"Bearer {keys['dispatch']}"}
    ) as dispatch:
        flown = incidents.send(dispatch, 200_000)
    return [
        incidents,
        Overrides(house.address, keys["light"], lamp=commandable(client, keys["light"])),
        Photos(house.address, mission_key(client, keys, flown), incident=flown, files=PHOTOS),
    ]


def test_nothing_that_was_acknowledged_is_lost(house: House) -> None:
    keys = asked(house, KEYS)
    with httpx.Client(base_url=house.address, timeout=20) as client:
        senders = producers(house, client, keys)
        incidents, overrides, photos = senders
        threads = [threading.Thread(target=sender.run, daemon=True) for sender in senders]
        for thread in threads:
            thread.start()
        for role in ("web", "worker", "bridge", "web", "worker"):
            count = len(incidents.acknowledged)
            wait_for(lambda: len(incidents.acknowledged) > count + 2, what="incidents go on")  # noqa: B023  # used at once
            kill(house, role)
        threads[2].join(240)
        for sender in senders:
            sender.stop.set()
        for thread in threads:
            thread.join(60)
        assert [sender.refused for sender in senders] == [[], [], []]
        assert len(photos.acknowledged) == len(PHOTOS), "every photo was taken in the end"
        assert sum(sender.broken_off for sender in senders) > 0, "the kills were felt"
        wait_for(lambda: answers(client), what="ready again")
        placed = f"/api/v1/lookout/incidents/{photos.incident}/photos"  # type: ignore[attr-defined]

        def shown() -> set[str]:
            found = client.get(placed, headers={"Authorization": f"Bearer {keys['dispatch']}"})
            features = found.raise_for_status().json()["features"]
            return {
                one["properties"]["filename"] for one in features if one["geometry"] is not None
            }

        wait_for(
            lambda: shown() >= set(photos.acknowledged), what="photos on the map", within_s=180
        )
        wait_for(lambda: asked(house, LEFT)["waiting"] == 0, what="events told", within_s=180)
    left = asked(house, LEFT)
    assert left["dead"] == 0
    assert set(incidents.acknowledged) - set(left["incidents"]) == set()
    assert set(overrides.acknowledged) - set(left["overrides"]) == set()
    verified = house.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr
