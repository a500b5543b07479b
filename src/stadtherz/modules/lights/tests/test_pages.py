"""Pages, files, tiles and API: who sees what, in how many queries, with which marks."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make as people
from stadtherz.core.people import queries as people_queries
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.lib.tiles import tiles_in
from stadtherz.modules.lights import actions, make, queries
from stadtherz.modules.lights.actions.inventory import PROGRAMMES
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import Capability, LightPicture, Override, Programme
from stadtherz.modules.lights.tables import DERIVED

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.organisation("beleuchtung")


@pytest.fixture
def person(office):
    return people.person("lighting_operator", of=office)


@pytest.fixture
def lamps(office):
    return [make.lamp(office, lon=7.7689 + 0.001 * index) for index in range(3)]


@pytest.fixture
def operator(client, person):
    client.force_login(person, backend="stadtherz.core.people.backends.PasswordBackend")
    return client


def queries_of(client, path):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return len(caught)


@pytest.mark.parametrize(
    "path", ["/licht/", "/licht/leuchten/", "/licht/strassen/", "/licht/register.csv"]
)
def test_more_lamps_and_overrides_cost_no_more_queries(office, operator, person, path):
    def grown():
        make.lamp(office, street=f"Weg {queries.register_version()}")
        actions.switch(
            queries.Selection(numbers=(queries.lamps_of().last().number,)),
            organisation=office, level_percent=50, reason="Probe",
            expires_at=timezone.now() + dt.timedelta(hours=1), by=people_queries.actor_for(person),
        )  # fmt: skip

    grown()
    operator.get(path)
    one = queries_of(operator, path)
    grown()
    grown()
    assert queries_of(operator, path) == one


def test_strangers_are_sent_to_the_log_in(client, lamps):
    for path in ("/licht/", "/licht/leuchten/", "/licht/stand", "/licht/register.csv"):
        assert client.get(path).status_code == 302, path
    assert client.get("/licht/strassen/").status_code == 200
    assert client.get("/licht/stand/stadt").status_code == 204


def test_the_public_gets_the_public_picture(client, office, lamps):
    LightPicture.objects.create(
        town=office.town, content=b"lamp by lamp", public=b"streets", at=timezone.now(),
        town_at=timezone.now(), lamps=3, power_w=1.0,
    )  # fmt: skip
    assert client.get("/licht/stand/stadt").content == b"streets"


def test_an_override_by_the_form_and_its_release(operator, lamps):
    told = {"street": "Musterweg", "level_percent": "40", "minutes": "60", "reason": "Umzug"}
    wrong = operator.post("/licht/", told | {"reason": ""})
    assert wrong.status_code == 422
    both = operator.post("/licht/", told | {"numbers": "001-001"})
    assert both.status_code == 422
    assert operator.post("/licht/", told).status_code == 302
    override = Override.objects.get()
    assert (override.rows, override.level_percent) == ([0, 1, 2], 40)
    operator.post(f"/licht/uebersteuerungen/{override.id}/ende")
    override.refresh_from_db()
    assert override.released_at is not None


def test_files_mark_every_derived_position(operator, lamps):
    rows = list(csv.DictReader(io.StringIO(operator.get("/licht/register.csv").content.decode())))
    assert [row["derived"] for row in rows] == [DERIVED] * 3
    assert all(DERIVED in row["attribution"] for row in rows)
    told = json.loads(operator.get("/licht/register.geojson").content)
    assert DERIVED in told["attribution"]
    assert {f["properties"]["derived"] for f in told["features"]} == {DERIVED}


def test_a_name_never_becomes_a_formula(operator, office):
    make.lamp(office, street="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in operator.get("/licht/register.csv").content.decode()


def test_tiles_carry_rows_and_the_mark(client, lamps):
    lamp = lamps[1]
    key = next(iter(tiles_in((lamp.lon, lamp.lat, lamp.lon, lamp.lat), 15)))
    answer = client.get(
        f"/licht/kacheln/15/{key.x}/{key.y}.mvt", headers={"accept-encoding": "gzip"}
    )
    layer = mapbox_vector_tile.decode(gzip.decompress(answer.content))["lamps"]
    told = [feature["properties"] for feature in layer["features"]]
    assert {"id": 1, "c": Capability.ADDRESSABLE, "d": 1, "s": "Musterweg"} in told
    again = client.get(
        f"/licht/kacheln/15/{key.x}/{key.y}.mvt", headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304
    assert client.get("/licht/kacheln/15/0/0.mvt").status_code == 204


def test_the_api_lists_switches_and_releases(client, office, person, lamps):
    people_actions.give_role(person, organisation=office, role_key="administrator", by=people.HOUSE)
    issued = people_actions.issue_token(
        "Programm", organisation=office, scopes=["lights.view", "lights.switch"],
        by=people_queries.actor_for(person),
    )  # fmt: skip
    key = {"authorization": f"Bearer {issued.secret}"}
    assert client.get("/api/v1/lights/lamps").status_code == 401
    told = client.get("/api/v1/lights/lamps?bbox=7.76,49.4,7.7692,49.5", headers=key).json()
    assert told["count"] == 1
    assert told["lamps"][0]["known"] == "unknown"
    assert client.get("/api/v1/lights/lamps?bbox=1,2", headers=key).json()["code"] == "lights.E014"
    wish = {
        "numbers": ["001-002"], "level_percent": 30, "reason": "Probe",
        "expires_at": (timezone.now() + dt.timedelta(minutes=5)).isoformat(),
    }  # fmt: skip
    made = client.post(
        "/api/v1/lights/overrides", wish, content_type="application/json", headers=key
    )
    assert made.status_code == 201, made.content
    listed = client.get("/api/v1/lights/overrides", headers=key).json()
    assert [one["scope"] for one in listed] == ["001-002"]
    gone = client.delete(f"/api/v1/lights/overrides/{made.json()['id']}", headers=key)
    assert gone.json()["released_at"]
    one = client.get(f"/api/v1/lights/lamps/{lamps[0].id}", headers=key).json()
    assert one["position_is_derived"] is True


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": "2026-11-22T20:00:00"},  # nobody says in which zone
        {"reason": "x" * 201},
        {"numbers": ["001-002"] * 501},
    ],
)
def test_the_api_bounds_a_wish(client, office, lamps, changes):
    issued = people_actions.issue_token(
        "Programm", organisation=office, scopes=["lights.switch"], by=people.HOUSE
    )
    key = {"authorization": f"Bearer {issued.secret}"}
    wish = {"numbers": ["001-002"], "level_percent": 30, "reason": "Probe"} | changes
    wish.setdefault("expires_at", (timezone.now() + dt.timedelta(minutes=5)).isoformat())
    answer = client.post(
        "/api/v1/lights/overrides", wish, content_type="application/json", headers=key
    )
    assert answer.status_code == 422
    assert client.get(f"/api/v1/lights/lamps?page={10**20}", headers=key).status_code == 422


def test_a_tile_beyond_every_zoom_is_empty_not_computed(client, lamps):
    answer = client.get("/licht/kacheln/99999999999/0/0.mvt")
    assert answer.status_code in (204, 404)
    assert client.get(f"/licht/kacheln/14/{10**12}/0.mvt").status_code in (204, 404)


def test_an_office_does_not_reach_anothers_lamps(office, person, lamps):
    other = people.organisation("nachbar")
    stranger = people.actor("lighting_operator", of=other)
    wish = {
        "level_percent": 0,
        "reason": "Probe",
        "expires_at": timezone.now() + dt.timedelta(minutes=5),
        "by": stranger,
    }
    chosen = queries.Selection(numbers=("001-002",))
    with pytest.raises(LightsError):
        actions.switch(chosen, organisation=other, **wish)
    with pytest.raises(NotAllowedError):
        actions.switch(chosen, organisation=office, **wish)


def test_stored_programmes_are_calendars():
    for key, values in PROGRAMMES.items():
        assert queries.calendar_of(Programme(key=key, **values)).default.key == key
