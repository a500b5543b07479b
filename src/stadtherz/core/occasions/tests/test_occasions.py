"""Incidents are opened once, told in order, closed for good, and seen by who takes part."""

from __future__ import annotations

import dataclasses
from uuid import uuid4

import pytest
from django.db import IntegrityError

from stadtherz.core.journal.models import OutboxEvent
from stadtherz.core.occasions import actions, make, queries
from stadtherz.core.occasions.actions import Report, incidents
from stadtherz.core.occasions.domain import Kind, Phase, may_enter
from stadtherz.core.occasions.errors import OccasionError
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make as people
from stadtherz.core.people.contract import NotAllowedError

pytestmark = pytest.mark.django_db
FIRE = Report(
    title="Brand", keyword="B3", lon_deg=7.77, lat_deg=49.44, source="ELR", number="26-0815"
)


@pytest.fixture
def centre():
    return people.organisation("leitstelle")


@pytest.fixture
def dispatcher(centre):
    return people.actor("dispatcher", of=centre)


def published():
    return list(OutboxEvent.objects.order_by("at", "id").values_list("type", flat=True))


def test_the_same_report_twice_is_one_incident(centre, dispatcher):
    first = actions.report_incident(FIRE, organisation=centre, by=dispatcher)
    again = actions.report_incident(FIRE, organisation=centre, by=dispatcher)
    assert first == again
    assert published() == ["occasions.incident_opened"]


def test_an_update_moves_the_incident(centre, dispatcher):
    actions.report_incident(FIRE, organisation=centre, by=dispatcher)
    moved = dataclasses.replace(FIRE, lat_deg=49.45, units=("Florian KL 1/46",))
    occasion = actions.report_incident(moved, organisation=centre, by=dispatcher)
    assert (occasion.lat_deg, occasion.units) == (49.45, ["Florian KL 1/46"])
    assert published() == ["occasions.incident_opened", "occasions.incident_moved"]


def test_closed_stays_closed(centre, dispatcher):
    occasion = make.incident(organisation=centre, by=dispatcher)
    actions.close(occasion, by=dispatcher)
    actions.close(occasion, by=dispatcher)
    assert published() == ["occasions.incident_opened", "occasions.incident_closed"]
    with pytest.raises(OccasionError, match="closed"):
        actions.enter_phase(occasion, Phase.ON_SCENE, by=dispatcher)


def test_phases_are_kept_with_their_moments(centre, dispatcher):
    occasion = make.incident(organisation=centre, by=dispatcher)
    actions.enter_phase(occasion, Phase.ON_SCENE, by=dispatcher)
    assert [c.phase for c in occasion.phase_changes.all()] == ["reported", "on_scene"]
    with pytest.raises(OccasionError):
        actions.enter_phase(occasion, Phase.RUNNING, by=dispatcher)
    assert not may_enter(Kind.EVENT, now=Phase.CLOSED, then=Phase.RUNNING)


def test_an_event_of_the_town_starts_and_ends(centre, dispatcher):
    fair = actions.plan_event(
        "Maimarkt", organisation=centre, lon_deg=7.77, lat_deg=49.44, by=dispatcher
    )
    actions.enter_phase(fair, Phase.RUNNING, by=dispatcher)
    actions.close(fair, by=dispatcher)
    assert published() == ["occasions.started", "occasions.ended"]


@pytest.mark.parametrize(
    "change",
    [{"title": " "}, {"lat_deg": 91.0}, {"lon_deg": float("nan")}, {"lon_deg": -180.5}],
)
def test_absurd_reports_are_refused_and_leave_nothing(centre, dispatcher, change):
    with pytest.raises(OccasionError):
        actions.open_incident(
            dataclasses.replace(FIRE, **change), organisation=centre, by=dispatcher
        )
    assert not Occasion.objects.exists()


def test_an_exercise_never_becomes_an_incident(centre, dispatcher):
    occasion = make.incident(organisation=centre, by=dispatcher, is_exercise=True)
    with pytest.raises(OccasionError, match="exercise"):
        actions.update_incident(occasion, dataclasses.replace(FIRE, source=""), by=dispatcher)


def test_only_who_takes_part_sees_it(centre, dispatcher):
    brigade = people.organisation("feuerwehr")
    crew = people.actor("drone_crew", of=brigade)
    occasion = make.incident(organisation=centre, by=dispatcher)
    assert not queries.occasions(by=crew).exists()
    actions.invite(occasion, brigade, by=dispatcher)
    assert queries.occasion_for(occasion.id, by=crew) == occasion
    assert queries.may_in(occasion, "occasions.view", by=crew)
    narrowed = dataclasses.replace(crew, narrowed_to=frozenset({str(uuid4())}))
    assert not queries.occasions(by=narrowed).exists()
    actions.release(occasion, brigade, by=dispatcher)
    assert not queries.may_in(occasion, "occasions.view", by=crew)


def test_the_right_counts_in_the_own_organisation_only(centre, dispatcher):
    stranger = people.actor("dispatcher", of=people.organisation("nachbarstadt"))
    occasion = make.incident(organisation=centre, by=dispatcher)
    with pytest.raises(NotAllowedError):
        actions.close(occasion, by=stranger)


@pytest.fixture
def key(centre):
    issued = people_actions.issue_token(
        "Einsatzleitrechner",
        organisation=centre,
        scopes=["occasions.open", "occasions.view"],
        by=people.HOUSE,
    )
    return {"HTTP_AUTHORIZATION": f"Bearer {issued.secret}"}


def test_a_dispatch_system_opens_updates_and_closes(client, key):
    told = {"title": "Brand", "keyword": "B3", "lon_deg": 7.77, "lat_deg": 49.44}
    url = "/api/v1/occasions/incidents/ELR/26-0815"

    def put(**changes):
        body = {**told, **changes}
        return client.put(url, body, content_type="application/json", **key)

    assert put().status_code == 201
    assert put().status_code == 200
    assert put(units=["Florian KL 1/33"]).json()["units"] == ["Florian KL 1/33"]
    listed = client.get("/api/v1/occasions/incidents", **key).json()
    assert [row["number"] for row in listed] == ["26-0815"]
    assert client.post(f"{url}/close", **key).json()["phase"] == "closed"
    assert put(title="Doch noch").json()["code"] == "occasions.E004"
    assert client.post("/api/v1/occasions/incidents/ELR/0/close", **key).status_code == 404


def test_the_api_refuses_visitors_and_wrong_keys(client, key):
    assert client.get("/api/v1/occasions/incidents").status_code == 401
    wrong = {"HTTP_AUTHORIZATION": "Bearer sth_wrong"}
    assert client.get("/api/v1/occasions/incidents", **wrong).status_code == 401


BODY = {"title": "Brand", "keyword": "B3", "lon_deg": 7.77, "lat_deg": 49.44}


def test_the_same_call_at_the_same_moment_opens_one_incident(client, key, monkeypatch):
    """What PostgreSQL allows: both calls look before either has written."""
    first = actions.open_incident
    others = []

    def after_another(report, **more):
        if not others:
            others.append(first(report, **more))
            raise IntegrityError
        return first(report, **more)

    monkeypatch.setattr(incidents, "open_incident", after_another)
    url = "/api/v1/occasions/incidents/ELR/26-0816"
    answer = client.put(url, BODY, content_type="application/json", **key)
    assert answer.status_code in (200, 201)
    assert Occasion.objects.filter(number="26-0816").count() == 1


def test_the_api_bounds_what_it_is_told(client, key):
    def put(url, **changes):
        body = {**BODY, **changes}
        return client.put(url, body, content_type="application/json", **key).status_code

    base = "/api/v1/occasions/incidents/ELR/"
    assert put(base + "9" * 61) == 422
    assert put(base + "a%00b") == 422
    assert put(base + "1", units=["x" * 81]) == 422
    assert put(base + "1", units=["x"] * 201) == 422
    assert put(base + "1", title="x" * 201) == 422
    assert not Occasion.objects.exists()


def test_a_key_narrowed_to_one_incident_opens_no_other(client, centre, dispatcher):
    one = make.incident(organisation=centre, by=dispatcher)
    narrow = people_actions.issue_token(
        "Eng",
        organisation=centre,
        scopes=["occasions.open", "occasions.view"],
        narrowed_to=[one.id],
        by=people.HOUSE,
    )
    headers = {"HTTP_AUTHORIZATION": f"Bearer {narrow.secret}"}
    url = "/api/v1/occasions/incidents/ELR/26-0817"
    assert client.put(url, BODY, content_type="application/json", **headers).status_code == 403
    listed = client.get("/api/v1/occasions/incidents", **headers).json()
    assert [row["id"] for row in listed] == [str(one.id)]
