"""The page of lamps is written past the schema, and says what the schema says."""

from __future__ import annotations

import numpy as np
import pytest
from django.utils import timezone

from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make as people
from stadtherz.lib.lightwave import Knowledge, encode_delta
from stadtherz.modules.lights import make
from stadtherz.modules.lights.models import Capability, LampStatus, LightPicture
from stadtherz.modules.lights.schemas import LampsOut

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.organisation("beleuchtung")


@pytest.fixture
def ask(client, office):
    issued = people_actions.issue_token(
        "Programm", organisation=office, scopes=["lights.view"], by=people.HOUSE
    )
    key = {"authorization": f"Bearer {issued.secret}"}
    return lambda path: client.get(f"/api/v1/lights/{path}", headers=key)


def shine(office, lamps):
    now_at = timezone.now()
    content = encode_delta(
        np.array([lamp.row for lamp in lamps], dtype=np.uint32),
        np.full(len(lamps), 40, dtype=np.uint8),
        np.full(len(lamps), Knowledge.CONFIRMED, dtype=np.uint8),
    )
    LightPicture.objects.create(
        town=office.town, at=now_at, town_at=now_at, lamps=len(lamps), power_w=1.0, content=content
    )


def test_a_page_of_lamps_says_of_each_what_its_own_address_says(ask, office):
    lamps = [
        make.lamp(office, capability=Capability.PRESENCE),
        make.lamp(office, capability=Capability.AUTONOMOUS),
    ]
    shine(office, lamps)
    answer = ask("lamps")
    assert answer["Content-Type"].startswith("application/json")
    told = LampsOut.model_validate_json(answer.content, strict=False)
    assert told.count == 2
    assert {(lamp.known, lamp.level_percent) for lamp in told.lamps} == {("confirmed", 40)}
    assert answer.json()["lamps"] == [ask(f"lamps/{lamp.id}").json() for lamp in lamps]


def test_removed_lamps_are_neither_listed_nor_counted(ask, office):
    make.lamp(office)
    gone = make.lamp(office)
    gone.status = LampStatus.REMOVED
    gone.save()
    assert ask("lamps").json()["count"] == len(ask("lamps").json()["lamps"]) == 1
    assert ask("lamps?page=2").json() == {"count": 1, "lamps": []}
