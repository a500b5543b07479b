"""Roles, rights, keys for programs, closing accounts, privacy, the command."""

from __future__ import annotations

import datetime as dt
import io
import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from stadtherz.core.people import actions, checks, make, queries
from stadtherz.core.people.decorators import NotAllowedError
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Membership, Person, PersonSession, Role, Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.organisation("stadt")


@pytest.fixture
def admin(office, client):
    person = make.person("administrator", of=office)
    client.force_login(person)
    return person


def test_an_administrator_adds_a_person_who_gets_a_link(client, admin, office):
    role = Role.objects.get(organisation=office, key="dispatcher")
    answer = client.post(
        "/konto/personen/neu/",
        {"login": "r.lang", "name": "Rita Lang", "email": "", "role": role.id},
    )
    assert "/einladung/" in answer.content.decode()
    rita = Person.objects.get(login="r.lang")
    assert not rita.has_usable_password()
    assert queries.actor_for(rita).grants.keys() == {office.id}


def test_a_role_ends_at_its_moment(admin, office, client):
    rita = actions.add_person("rita", name="Rita", by=make.HOUSE)
    until_at = timezone.now() + dt.timedelta(hours=1)
    role = Role.objects.get(organisation=office, key="dispatcher")
    url = f"/konto/personen/{rita.id}/"
    local = timezone.localtime(until_at).strftime("%Y-%m-%dT%H:%M")
    assert client.post(url, {"role": role.id, "until_at": local}).status_code == 302
    Membership.objects.filter(person=rita).update(until_at=timezone.now() - dt.timedelta(seconds=1))
    assert queries.actor_for(rita).grants == {}


def test_other_towns_people_stay_out_of_sight(client, admin, office):
    elsewhere = make.organisation("feuerwehr", within=office.town)
    stranger = make.person("dispatcher", of=elsewhere)
    assert stranger.name not in client.get("/konto/personen/").content.decode()
    assert client.get(f"/konto/personen/{stranger.id}/").status_code == 404
    role = Role.objects.get(organisation=elsewhere, key="editor")
    assert client.get(f"/konto/rollen/{role.id}/").status_code == 404
    with pytest.raises(NotAllowedError):
        actions.deactivate_person(stranger, by=queries.actor_for(admin))
    with pytest.raises(NotAllowedError):
        actions.invite(stranger, by=queries.actor_for(admin))


def test_rights_of_a_role_are_set_per_organisation(client, admin, office):
    role = Role.objects.get(organisation=office, key="editor")
    assert (
        client.post(f"/konto/rollen/{role.id}/", {"journal": ["journal.read"]}).status_code == 302
    )
    assert list(role.grants.values_list("permission", flat=True)) == ["journal.read"]
    own = Role.objects.get(organisation=office, key="administrator")
    with pytest.raises(AccountError):
        actions.set_grants(own, organisation=office, permissions=[], by=queries.actor_for(admin))
    with pytest.raises(AccountError):
        actions.set_grants(role, organisation=office, permissions=["no.such"], by=make.HOUSE)


def test_nobody_takes_away_their_own_role(admin, office):
    own = Membership.objects.get(person=admin)
    by = queries.actor_for(admin)
    with pytest.raises(AccountError):
        actions.end_role(own, organisation=office, by=by)
    with pytest.raises(AccountError):
        actions.deactivate_person(admin, by=by)


def test_a_closed_account_is_out_at_once(client, admin, office):
    rita = make.person("editor", of=office)
    browser = Client()
    browser.force_login(rita)
    assert browser.get("/konto/").status_code == 200
    assert client.post(f"/konto/personen/{rita.id}/aendern/", {"close": "1"}).status_code == 302
    assert browser.get("/konto/").status_code == 302
    assert not PersonSession.objects.filter(person=rita).exists()
    client.post(f"/konto/personen/{rita.id}/aendern/", {"open": "1"})
    assert Person.objects.get(pk=rita.pk).is_active


def test_a_key_is_shown_once_and_dies_when_revoked(client, admin, office):
    told = {
        "name": "Leitrechner",
        "organisation": office.id,
        "days": "30",
        "scopes": ["people.manage"],
    }
    page = client.post("/konto/schluessel/", told).content.decode()
    secret = page.split('pe-secret"><code>')[1].split("<")[0]
    assert secret not in client.get("/konto/schluessel/").content.decode()
    token = Token.objects.get()
    assert secret not in token.digest
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    me = program.get("/api/v1/people/me").json()
    assert me["kind"] == "token"
    assert me["organisations"][0]["rights"] == ["people.manage"]
    assert program.get("/konto/").status_code == 403
    client.post(f"/konto/schluessel/{token.id}/entziehen/")
    assert program.get("/api/v1/people/me").status_code == 401


def test_nobody_makes_a_key_that_may_more_than_they_do(client, admin, office):
    told = {"name": "x", "organisation": office.id, "days": "0", "scopes": ["lights.nothing"]}
    assert client.post("/konto/schluessel/", told).status_code == 200
    assert not Token.objects.exists()


def test_me_needs_somebody(client):
    assert client.get("/api/v1/people/me").status_code == 401


def test_health_tells_of_unguarded_administrators_and_demo_accounts(admin):
    assert [found.code for found in checks.account_findings()] == ["people.W001"]
    actions.add_person("demo-x", name="X", is_demo=True, by=make.HOUSE)
    assert [found.code for found in checks.account_findings()] == ["people.W001", "people.W002"]


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("person", *words, stdout=out)
    return out.getvalue()


def test_the_command_keeps_passwords_off_the_command_line(office, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("sieben Laternen am Weg\n"))
    run("add", "h.koch", "--name", "Hanna Koch")
    assert Person.objects.get(login="h.koch").check_password("sieben Laternen am Weg")
    run("role", "h.koch", "stadt", "editor")
    assert "h.koch\tHanna Koch\teditor@stadt" in run("list")
    monkeypatch.setattr("sys.stdin", io.StringIO("kurz\n"))
    with pytest.raises(CommandError):
        run("password", "h.koch")
    run("role", "h.koch", "stadt", "editor", "--end")
    with pytest.raises(CommandError, match="There is no organisation"):
        run("role", "h.koch", "nirgends", "editor")


def test_export_and_erase_reach_every_room(office):
    rita = make.person("editor", of=office, password="fünf Fahnen im Wind")
    held = json.loads(run("export", rita.login))
    assert held["people.account"][0]["login"] == rita.login
    assert rita.password not in json.dumps(held)
    assert held["journal.personal"]
    run("erase", rita.login)
    gone = Person.objects.get(pk=rita.pk)
    assert (gone.is_active, gone.name, gone.memberships.count()) == (False, "\N{EN DASH}", 0)
    assert rita.login not in run("export", gone.login)


def test_an_administrator_cannot_give_themselves_more_rights(client, admin, office):
    by = queries.actor_for(admin)
    with pytest.raises(AccountError, match=r"people\.E042"):
        actions.give_role(admin, organisation=office, role_key="dispatcher", by=by)
    own = Role.objects.get(organisation=office, key="administrator")
    held = set(own.grants.values_list("permission", flat=True))
    with pytest.raises(AccountError, match=r"people\.E042"):
        actions.set_grants(own, organisation=office, permissions=held | {"occasions.open"}, by=by)
    assert not queries.actor_for(admin).may("occasions.open")
    actions.set_grants(own, organisation=office, permissions=held - {"people.found"}, by=by)


def test_a_role_of_another_organisation_is_out_of_reach_whatever_is_claimed(admin, office):
    elsewhere = make.organisation("feuerwehr", within=office.town)
    stranger = make.person("dispatcher", of=elsewhere)
    by = queries.actor_for(admin)
    role = Role.objects.get(organisation=elsewhere, key="editor")
    with pytest.raises(NotAllowedError):
        actions.set_grants(role, organisation=office, permissions=["journal.read"], by=by)
    with pytest.raises(NotAllowedError):
        actions.end_role(Membership.objects.get(person=stranger), organisation=office, by=by)
    with pytest.raises(NotAllowedError):
        actions.erase_person(stranger, by=by)


def test_a_narrowed_key_makes_no_wider_one(office):
    only = uuid4()
    rights = ["people.issue_token", "media.upload"]
    narrow = actions.issue_token(
        "Drohne", organisation=office, scopes=rights, narrowed_to=[only], by=make.HOUSE
    )
    by = queries.actor_for_token(narrow.secret)
    for wider in ([], [uuid4()], [only, uuid4()]):
        with pytest.raises(NotAllowedError):
            actions.issue_token(
                "x", organisation=office, scopes=["media.upload"], narrowed_to=wider, by=by
            )
