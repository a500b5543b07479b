"""The public API: documented, limited, and the same as reviewed."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache

from stadtherz.core.people import make as people
from stadtherz.core.people.actions import issue_token
from stadtherz.project.api import api

SNAPSHOT = Path(__file__).with_name("openapi.json")
pytestmark = pytest.mark.django_db
UPDATE = "UPDATE_SNAPSHOTS=1 ./stadtherz test src/stadtherz/project/tests/test_api.py"


def test_the_document_is_the_reviewed_one():
    told = json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, default=str) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(told)
    assert told == SNAPSHOT.read_text(), f"The API changed. Read the difference, then: {UPDATE}"


def test_every_operation_says_what_it_does():
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path}"
            assert operation.get("description"), f"{method} {path}: give it a docstring"


def test_the_document_is_served(client, db):
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Stadtherz"


@pytest.fixture
def empty_cache(monkeypatch):
    """Nobody has called yet, and the minute does not pass however slow the machine is."""
    now_s = time.time()
    monkeypatch.setattr("ninja.throttling.SimpleRateThrottle.timer", lambda _throttle: now_s)
    cache.clear()
    yield
    cache.clear()


def test_visitors_are_limited_and_told_when_to_come_back(client, db, empty_cache):
    answers = [client.get("/api/v1/occasions/incidents") for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {401}
    assert answers[60].status_code == 429
    assert int(answers[60]["Retry-After"]) > 0


def test_a_made_up_forwarding_header_buys_no_more_calls(client, db, empty_cache):
    answers = [
        client.get("/api/v1/occasions/incidents", headers={"X-Forwarded-For": f"198.51.100.{n}"})
        for n in range(61)
    ]
    assert answers[-1].status_code == 429


def test_who_is_known_does_not_raise_the_limit_of_visitors(client, db, empty_cache):
    issued = issue_token(
        "Rechner",
        organisation=people.organisation("leitstelle"),
        scopes=["occasions.view"],
        by=people.HOUSE,
    )
    known = {"Authorization": f"Bearer {issued.secret}"}
    answers = [client.get("/api/v1/occasions/incidents", headers=known) for _ in range(70)]
    assert {answer.status_code for answer in answers} == {200}
    visits = [client.get("/api/v1/occasions/incidents") for _ in range(61)]
    assert visits[-1].status_code == 429
