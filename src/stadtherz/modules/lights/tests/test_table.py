"""The table of lamps: named streets first, narrowed to one kind of knowledge."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.utils import timezone

from stadtherz.core.people import make as people
from stadtherz.core.people import queries as people_queries
from stadtherz.lib.lightwave import Knowledge, encode_delta
from stadtherz.modules.lights import make, queries
from stadtherz.modules.lights.models import Lamp, LightPicture

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.organisation("beleuchtung")


@pytest.fixture
def operator(client, office):
    person = people.person("lighting_operator", of=office)
    client.force_login(person, backend="stadtherz.core.people.backends.PasswordBackend")
    return client


@pytest.fixture
def lamps(office):
    """Four lamps; the first stands in a street without a name."""
    made = [make.lamp(office, street=name) for name in ("", "Aweg", "Aweg", "Bweg")]
    Lamp.objects.filter(id=made[0].id).update(number="000-001")
    return made


def shine(*known: Knowledge) -> None:
    count = len(known)
    delta = encode_delta(
        np.arange(count), np.full(count, 50, np.uint8), np.array(known, dtype=np.uint8)
    )
    now_at = timezone.now()
    LightPicture.objects.create(
        town=people_queries.town(),
        at=now_at,
        town_at=now_at,
        content=delta,
        lamps=count,
        power_w=1.0,
    )


def numbers(client, path="/licht/leuchten/"):
    text = client.get(path).content.decode()
    return re.findall(r">(\d{3}-\d{3})</a>", text)


def test_unnamed_streets_come_last(operator, lamps):
    assert numbers(operator) == ["001-002", "001-003", "001-004", "000-001"]


@pytest.mark.parametrize("span", [(0, 2), (2, 4), (3, 4), (0, 9), (1, 3)])
def test_pages_join_both_parts_without_a_gap(lamps, span):
    table = queries.LampTable(queries.lamps_of())
    whole = ["001-002", "001-003", "001-004", "000-001"]
    assert [lamp.number for lamp in table[span[0] : span[1]]] == whole[span[0] : span[1]]
    assert len(table) == len(whole)


def test_each_kind_of_knowledge_has_its_rows(operator, lamps):
    shine(Knowledge.CONFIRMED, Knowledge.EXPECTED, Knowledge.CONFIRMED)
    told = {kind: numbers(operator, f"/licht/leuchten/?known={kind}") for kind in queries.KNOWN}
    assert told == {
        "confirmed": ["001-003", "000-001"],
        "commanded": [],
        "expected": ["001-002"],
        "unknown": ["001-004"],
    }


def test_without_a_picture_every_lamp_is_unknown(operator, lamps):
    assert len(numbers(operator, "/licht/leuchten/?known=unknown")) == len(lamps)
    assert numbers(operator, "/licht/leuchten/?known=confirmed") == []


def test_a_street_leads_to_the_form_of_an_override(operator, lamps):
    text = operator.get("/licht/leuchten/?street=Aweg").content.decode()
    assert 'href="/licht/?street=Aweg#override"' in text
    assert 'value="Aweg"' in operator.get("/licht/?street=Aweg").content.decode()
