"""`kill -9` of the bridge while an override is carried out: the standby confirms it, once."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from stadtherz.lib.lightwave import Knowledge, decode_delta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
TRIES = 8
LEVEL_PERCENT = 37
KEY = """
from stadtherz.core.people import actions, make, queries
there = queries.organisation("beleuchtung")
scopes = ["lights.switch", "lights.view"]
print(actions.issue_token("bridge", organisation=there, scopes=scopes, by=make.HOUSE).secret)
"""
COUNT_CONFIRMATIONS = """
CREATE TABLE test_confirmed (override TEXT);
CREATE TRIGGER test_confirms AFTER UPDATE OF confirmed_at ON lights_override
WHEN NEW.confirmed_at IS NOT NULL BEGIN INSERT INTO test_confirmed VALUES (NEW.id); END;
"""


@pytest.fixture
def database(demo: House) -> Iterator[sqlite3.Connection]:
    """The installation's database; it counts each time that a confirmation is written."""
    path = next(demo.home.rglob("*.sqlite3"))
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as opened:
        opened.executescript(COUNT_CONFIRMATIONS)
        yield opened
        opened.executescript("DROP TRIGGER test_confirms; DROP TABLE test_confirmed;")


@pytest.fixture
def standby(demo: House) -> Iterator[House]:
    """The house with a second bridge that waits."""
    demo.processes["first"] = demo.processes.pop("bridge")
    demo.start("bridge")
    yield demo
    demo.processes.pop("first", None)


def switched(house: House, secret: str) -> str:
    """Override one lamp that answers; gives the override's id without dashes."""
    told = {
        "numbers": [lamp(house, secret)],
        "level_percent": LEVEL_PERCENT,
        "reason": "Probe",
        "expires_at": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat(),
    }
    answer = httpx.post(
        f"{house.url}/api/v1/lights/overrides",
        json=told,
        headers={"Authorization": f"Bearer {secret}"},
        timeout=20,
    )
    return str(answer.raise_for_status().json()["id"]).replace("-", "")


def lamp(house: House, secret: str) -> str:
    """A lamp that takes commands of its own and holds another level now."""
    found = httpx.get(
        f"{house.url}/api/v1/lights/lamps",
        params={"street": "Hilgardring"},
        headers={"Authorization": f"Bearer {secret}"},
        timeout=20,
    )
    return next(
        str(one["number"])
        for one in found.raise_for_status().json()["lamps"]
        if one["capability"] in {"addressable", "presence_capable"}
        and one["level_percent"] != LEVEL_PERCENT
    )


def moments(database: sqlite3.Connection, override: str) -> Any:
    return database.execute(
        "SELECT taken_at, confirmed_at FROM lights_override WHERE id = ?", (override,)
    ).fetchone()


def until(database: sqlite3.Connection, override: str, column: int, within_s: float = 60) -> None:
    end_s = time.monotonic() + within_s
    while moments(database, override)[column] is None:
        assert time.monotonic() < end_s, ("taken", "confirmed")[column]
        time.sleep(0.002)


def test_the_standby_confirms_what_the_dead_bridge_had_taken(
    standby: House, database: sqlite3.Connection
) -> None:
    secret = standby.run("shell", "--no-imports", "-c", KEY).split()[-1]
    for _ in range(TRIES):
        override = switched(standby, secret)
        until(database, override, 0)
        standby.processes["first"].kill()
        standby.processes.pop("first").wait(5)
        taken_at, confirmed_at = moments(database, override)
        if confirmed_at is None:
            break
        standby.processes["first"] = standby.processes.pop("bridge")  # it was quicker: once more
        standby.start("bridge")
        time.sleep(5)
    else:
        pytest.fail("never killed between taking and confirming")
    until(database, override, 1)
    time.sleep(2)  # several rounds more
    assert moments(database, override)[0] == taken_at, "taken once"
    written = database.execute(
        "SELECT count(*) FROM test_confirmed WHERE override = ?", (override,)
    ).fetchone()
    assert written == (1,), "confirmed once"
    (rows,) = database.execute(
        "SELECT rows FROM lights_override WHERE id = ?", (override,)
    ).fetchone()
    (content,) = database.execute("SELECT content FROM lights_lightpicture").fetchone()
    _, levels, known = decode_delta(bytes(content))
    for row in json.loads(rows):
        assert (int(levels[row]), int(known[row])) == (LEVEL_PERCENT, Knowledge.CONFIRMED)
