"""The demo: built once, entered by key only, refused by `serve`."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from stadtherz.core.people import demo, make, queries
from stadtherz.core.people.models import Membership, Organisation, Person
from stadtherz.core.registry.contract import ROLE_TEMPLATES

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make.town("kaiserslautern", name="Kaiserslautern")


@pytest.fixture
def key(settings, town):
    demo.build()
    settings.DEMO_KEY = "only-this-start"
    return settings.DEMO_KEY


def test_building_twice_changes_nothing(town):
    demo.build()
    before = (Person.objects.count(), Membership.objects.count(), Organisation.objects.count())
    demo.build()
    assert before == (6, 9, 4)
    assert (
        Person.objects.count(),
        Membership.objects.count(),
        Organisation.objects.count(),
    ) == before
    assert all(not one.has_usable_password() for one in Person.objects.all())
    assert [one.role_key for one in demo.PEOPLE] == list(ROLE_TEMPLATES)


def test_each_start_begins_at_half_past_ten(town):
    call_command("demo", stdout=io.StringIO())
    town.refresh_from_db()
    old = timezone.now() - dt.timedelta(hours=3)
    type(town).objects.update(simulation_started_at=old)
    call_command("demo", "--clock")
    assert queries.town_time(queries.town()).clock_label == "22:30"


def test_the_clock_of_a_real_town_is_left_alone(town):
    call_command("demo", "--clock")
    assert not queries.town_time(queries.town()).is_simulated


def test_there_is_no_demo_without_a_key(client, town, settings):
    demo.build()
    settings.DEMO_KEY = ""
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/?key=").status_code == 404


def test_only_the_right_key_opens(client, key):
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/?key=wrong").status_code == 404
    assert client.post("/demo/", {"role": "administrator"}).status_code == 404
    assert client.get(f"/demo/?key={key}").status_code == 302
    assert client.get("/demo/").status_code == 200


def test_the_key_of_an_earlier_start_is_void(client, key, settings):
    client.get(f"/demo/?key={key}")
    settings.DEMO_KEY = "the next start"
    assert client.get("/demo/").status_code == 404


@pytest.mark.parametrize("role", ROLE_TEMPLATES)
def test_every_role_signs_in_and_sees_who_it_is(key, role):
    browser = Client()
    browser.get(f"/demo/?key={key}")
    assert browser.post("/demo/", {"role": role, "next": "//evil.example"})["Location"][0:2] != "//"
    page = browser.get("/konto/").content.decode()
    assert demo.person_for(role).name in page
    assert "sh-banner--demo" in page


def test_a_real_account_is_never_handed_out(client, key):
    Person.objects.filter(login="demo-verwaltung").update(is_demo=False)
    client.get(f"/demo/?key={key}")
    assert client.post("/demo/", {"role": "administrator"}).status_code == 404
