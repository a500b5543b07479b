"""Pages and the API: what they show, to whom, with how many queries."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stadtherz.core.journal.models import Entry
from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.people.models import Person
from stadtherz.modules.lookout import actions, queries
from stadtherz.modules.lookout.models import MissionKey, Photo
from stadtherz.modules.lookout.tests.conftest import received, sample, work

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.modules.lookout.tests.conftest import House, Send


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.id))
    return client


def addresses(house: House, photo: Photo) -> list[str]:
    incident = house.incident.id
    return [
        reverse("lookout:incident-show", args=(incident,)),
        reverse("lookout:photo-list", args=(incident,)),
        reverse("lookout:photo-show", args=(photo.id,)),
        reverse("lookout:crew-show", args=(incident,)),
        reverse("media:picture-show", args=(photo.item_id, photo.thumb_name)),
        f"/api/v1/lookout/incidents/{incident}/photos",
        f"/api/v1/lookout/photos/{photo.id}",
        f"/api/v1/lookout/incidents/{incident}/missions",
    ]


def test_who_takes_part_sees_and_a_stranger_learns_nothing(house: House, send: Send) -> None:
    photo = send(sample("DJI_0018.JPG"))
    for actor, expected in ((house.dispatcher, 200), (house.crew, 200), (house.stranger, 404)):
        client = client_of(actor)
        codes = {address: client.get(address).status_code for address in addresses(house, photo)}
        assert set(codes.values()) == {expected}, codes
    assert (
        b"Dachstuhl" not in client_of(house.stranger).get(reverse("lookout:incident-list")).content
    )
    visitor = [Client().get(address).status_code for address in addresses(house, photo)]
    assert set(visitor) <= {302, 401}


def test_a_stranger_changes_nothing(house: House) -> None:
    client = client_of(house.stranger)
    mission = actions.open_mission(
        house.incident, organisation=house.fire, name="Fritz", by=house.crew
    )
    for name, more in (
        ("incident-close", ()),
        ("incident-invite", ()),
        ("mission-relocate", ()),
        ("mission-open", ()),
        ("mission-close", (mission.id,)),
        ("key-issue", (mission.id,)),
    ):
        address = reverse(f"lookout:{name}", args=(house.incident.id, *more))
        assert client.post(address, {"name": "X"}).status_code == 404, name
    assert not MissionKey.objects.exists()
    with pytest.raises(NotAllowedError):
        actions.relocate(house.incident, to=(7.0, 49.0), by=house.stranger)


def test_live_messages_go_to_the_incidents_organisations_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any]] = []
    module = "stadtherz.modules.lookout.actions.photos.announce"
    monkeypatch.setattr(
        module, lambda key, _message, *, organisation_id=None: told.append((key, organisation_id))
    )
    received(sample("DJI_0019.JPG"), occasion=house.incident, by=house.crew)
    work()
    assert {key for _, key in told} == {house.centre.id, house.fire.id}


def test_opening_an_incident_stands_in_the_journal(house: House) -> None:
    client_of(house.crew).get(reverse("lookout:incident-show", args=(house.incident.id,)))
    entry = Entry.objects.get(verb="lookout.view_incident")
    assert (entry.actor_id, entry.target_id) == (house.crew.id, str(house.incident.id))


def test_an_incident_is_opened_by_coordinates_with_its_guests(house: House) -> None:
    client = client_of(house.dispatcher)
    told = {"title": "Person vermisst", "place": "49.4447 7.7690", "guests": [str(house.fire.id)]}
    answer = client.post(reverse("lookout:incident-list"), told)
    assert answer.status_code == 302, answer.content[:2000]
    opened = queries.board(by=house.crew)[0]
    assert opened.title == "Person vermisst"
    assert (opened.lat_deg, opened.lon_deg) == pytest.approx((49.4447, 7.769), abs=1e-4)
    assert not opened.is_exercise


def test_an_unknown_place_is_an_error_at_its_field(house: House) -> None:
    told = {"title": "Brand", "place": "Nirgendwoweg 999"}
    answer = client_of(house.dispatcher).post(reverse("lookout:incident-list"), told)
    assert answer.status_code == 422
    assert b'aria-invalid="true"' in answer.content


def test_the_exercise_is_marked_on_every_surface(house: House, send: Send) -> None:
    photo = send(sample("DJI_0018.JPG"))
    client = client_of(house.dispatcher)
    page = client.get(reverse("lookout:incident-show", args=(house.incident.id,))).content.decode()
    assert "sh-banner--exercise" in page
    crew = client.get(reverse("lookout:crew-show", args=(house.incident.id,))).content.decode()
    assert "sh-banner--exercise" in crew
    answer = client.get(f"/api/v1/lookout/incidents/{house.incident.id}/photos").json()
    assert answer["is_exercise"]
    feature = answer["features"][0]
    assert feature["properties"]["is_exercise"]
    ring = feature["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 5
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert area > 0, "RFC 7946 wants outer rings counter-clockwise"
    shown = client.get(reverse("lookout:photo-show", args=(photo.id,))).json()
    assert "sh-badge--exercise" in shown["card"]


def test_a_mission_key_sends_and_opens_nothing(house: House) -> None:
    mission = actions.open_mission(
        house.incident, organisation=house.fire, name="Fritz", by=house.crew
    )
    answer = client_of(house.crew).post(
        reverse("lookout:key-issue", args=(house.incident.id, mission.id))
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<svg" in page
    secret = page.split("Bearer ")[1].split("&quot;")[0].split('"')[0]
    key = people.actor_for_token(secret)
    assert key is not None
    item = received(sample("DJI_0018.JPG"), occasion=house.incident, by=key)
    work()
    photo = Photo.objects.get(item=item)
    assert photo.mission_id == mission.id
    visitor = Client(headers={"Authorization": f"Bearer {secret}"})
    assert {visitor.get(a).status_code for a in addresses(house, photo)} <= {403, 404}
    again = client_of(house.crew).get(reverse("lookout:crew-show", args=(house.incident.id,)))
    assert secret not in again.content.decode()
    actions.revoke_key(mission, MissionKey.objects.get(), by=house.crew)
    assert people.actor_for_token(secret) is None


def test_the_api_opens_missions_and_issues_keys(house: House) -> None:
    client = client_of(house.crew)
    base = f"/api/v1/lookout/incidents/{house.incident.id}/missions"
    told = json.dumps({"organisation": "fire", "name": "Ottmar"})
    made = client.post(base, told, content_type="application/json")
    assert made.status_code == 201, made.content
    key = client.post(f"{base}/{made.json()['id']}/keys")
    assert key.status_code == 201, key.content
    assert key.json()["upload"].endswith(f"/upload/{house.incident.id}")
    strange = json.dumps({"organisation": "strangers", "name": "X"})
    assert client.post(base, strange, content_type="application/json").status_code == 404


def test_photos_of_an_incident_are_not_moved_outside_exercises(house: House) -> None:
    from stadtherz.core.occasions import make as make_occasions  # noqa: PLC0415 - only here

    real = make_occasions.incident(organisation=house.centre, by=house.dispatcher)
    with pytest.raises(actions.MissionError):
        actions.relocate(real, to=(7.0, 49.0), by=house.dispatcher)


def test_the_key_page_for_phones_says_nothing_of_the_incident(house: House) -> None:
    answer = Client().get(reverse("lookout:photo-deliver", args=(house.incident.id,)))
    assert answer.status_code == 200
    assert b"Dachstuhl" not in answer.content


def test_queries_do_not_grow_with_photos(house: House, send: Send) -> None:
    client = client_of(house.dispatcher)
    pages = [
        reverse("lookout:incident-list"),
        reverse("lookout:incident-show", args=(house.incident.id,)),
        reverse("lookout:crew-show", args=(house.incident.id,)),
        reverse("lookout:photo-list", args=(house.incident.id,)),
        f"/api/v1/lookout/incidents/{house.incident.id}/photos",
    ]
    send(sample("DJI_0018.JPG"))
    one = [_queries(client, page) for page in pages]
    send(sample("DJI_0019.JPG"))
    send(sample("DJI_0020.JPG"))
    assert [_queries(client, page) for page in pages] == one


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(page).status_code == 200
    return len(counted)
