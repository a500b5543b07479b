"""Sign-in, second step, sessions and brute force."""

from __future__ import annotations

import base64
import re

import pyotp
import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stadtherz.core.journal.models import Entry
from stadtherz.core.people import actions, codes, make, queries
from stadtherz.core.people.edge import actor_from_scope
from stadtherz.core.people.models import PersonSession, RecoveryCode, TotpDevice
from stadtherz.core.people.revocation import on_revocation

pytestmark = pytest.mark.django_db
PASSWORD = "acht Lampen am Stiftsplatz"


@pytest.fixture
def editor():
    office = make.organisation()
    return make.person("editor", of=office, password=PASSWORD)


def sign_in(client, person, password=PASSWORD, **more):
    return client.post("/anmelden/", {"login": person.login, "password": password, **more})


def with_codes(person):
    by = queries.actor_for(person)
    device = actions.prepare_totp(person, by=by)
    now = codes.generator(device).now()
    fresh = actions.confirm_totp(person, code=now, by=by)
    TotpDevice.objects.filter(person=person).update(last_step=0)
    return fresh


def step_of(answer):
    return re.search(r'name="step" value="([^"]+)"', answer.content.decode()).group(1)


def test_right_password_opens_a_session_with_a_new_key(client, editor):
    client.cookies["stadtherz_session"] = "planted"
    answer = sign_in(client, editor)
    assert answer.status_code == 302
    assert answer["Location"] == "/konto/"
    assert client.cookies["stadtherz_session"].value != "planted"
    row = PersonSession.objects.get(person=editor)
    assert Entry.objects.filter(verb="people.sign_in", actor_id=editor.id).count() == 1
    assert row.session_key == client.cookies["stadtherz_session"].value


def test_the_browser_is_kept_with_the_session(editor):
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(browser, editor)
    assert "Firefox" in PersonSession.objects.get(person=editor).user_agent
    assert "Firefox unter Windows" in browser.get("/konto/").content.decode()


@pytest.mark.parametrize("login", ["nobody", None])
def test_wrong_password_and_unknown_name_look_alike(client, editor, login):
    answer = client.post("/anmelden/", {"login": login or editor.login, "password": "falsch"})
    assert answer.status_code == 200
    assert "Name oder Passwort ist falsch" in answer.content.decode()
    assert "stadtherz_session" not in client.cookies


def test_next_leads_to_this_house_only(client, editor):
    assert sign_in(client, editor, next="/orte/tabelle/")["Location"] == "/orte/tabelle/"
    for bad in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert sign_in(Client(), editor, next=bad)["Location"] == "/konto/"


def test_the_eleventh_try_waits(client, editor):
    for _ in range(10):
        last = sign_in(client, editor, password="falsch")
    assert last.status_code == 429
    assert int(last["Retry-After"]) == 900
    refused = sign_in(client, editor)
    assert refused.status_code == 429
    assert "stadtherz_session" not in client.cookies


def test_a_code_is_asked_for_and_good_once(client, editor):
    with_codes(editor)
    answer = sign_in(client, editor)
    assert answer.status_code == 200
    assert "stadtherz_session" not in client.cookies
    step = step_of(answer)
    code = codes.generator(TotpDevice.objects.get(person=editor)).now()
    assert client.post("/anmelden/", {"step": step, "code": code}).status_code == 302
    assert Client().post("/anmelden/", {"step": step, "code": code}).status_code == 200
    assert PersonSession.objects.filter(person=editor).count() == 1


def test_a_recovery_code_is_good_once_and_not_stored_in_clear(client, editor):
    fresh = with_codes(editor)
    assert len(set(fresh)) == 10
    kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not kept & set(fresh)
    step = step_of(sign_in(client, editor))
    assert client.post("/anmelden/", {"step": step, "code": fresh[3].upper()}).status_code == 302
    assert Client().post("/anmelden/", {"step": step, "code": fresh[3]}).status_code == 200


def test_codes_cannot_be_guessed_from_many_addresses(editor):
    with_codes(editor)
    step = step_of(sign_in(Client(), editor))
    for number in range(10):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        browser.post("/anmelden/", {"step": step, "code": "000 000"})
    right = codes.generator(TotpDevice.objects.get(person=editor)).now()
    answer = Client(REMOTE_ADDR="198.51.100.7").post("/anmelden/", {"step": step, "code": right})
    assert answer.status_code == 429
    assert answer["Retry-After"]


def test_a_forged_or_overtaken_step_begins_again(client, editor):
    with_codes(editor)
    step = step_of(sign_in(client, editor))
    by = queries.actor_for(editor)
    actions.change_password(editor, password="ganz andere Laterne", by=by)
    for bad in (step, "forged", ""):
        answer = client.post("/anmelden/", {"step": bad, "code": "123456"})
        assert "noch einmal mit dem Passwort" in answer.content.decode()


def test_the_secret_is_sealed_and_bound_to_its_person(editor):
    with_codes(editor)
    device = TotpDevice.objects.get(person=editor)
    secret = base64.b32decode(codes.generator(device).secret + "====")
    assert secret not in bytes(device.sealed_secret)
    assert isinstance(codes.generator(device), pyotp.TOTP)


def test_ending_a_session_signs_that_browser_out_and_closes_its_streams(
    editor, django_capture_on_commit_callbacks
):
    here, there = Client(), Client()
    sign_in(here, editor)
    sign_in(there, editor)
    key = there.cookies["stadtherz_session"].value
    told: list[dict[str, str]] = []
    on_revocation(told.append)
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/konto/sitzung/", {"session": actions.session_label(key)})
    assert {"session_key": key} in told
    assert there.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200
    assert key not in here.get("/konto/").content.decode()


def test_signing_out_forgets_the_session(client, editor):
    sign_in(client, editor)
    assert client.get("/abmelden/").status_code == 405
    assert client.post("/abmelden/").status_code == 302
    assert not PersonSession.objects.filter(person=editor).exists()


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(editor):
    here, there = Client(), Client()
    sign_in(here, editor)
    sign_in(there, editor)
    new = {"password": "zwölf Bänke im Stadtpark", "again": "zwölf Bänke im Stadtpark"}
    assert here.post("/konto/passwort/", {"current": "falsch", **new}).status_code == 200
    weak = {"current": PASSWORD, "password": "passwort", "again": "passwort"}
    assert here.post("/konto/passwort/", weak).status_code == 200
    assert here.post("/konto/passwort/", {"current": PASSWORD, **new}).status_code == 302
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302


def test_passkey_notes_are_taken_once(client):
    cache.clear()
    asked = client.post("/anmelden/passkey/frage").json()
    assert asked["options"]["userVerification"] == "required"
    assert "stadtherz_session" not in client.cookies
    body = {"state": asked["state"], "credential": {"id": "AAAA", "response": {}}}
    for state in (asked["state"], asked["state"], "forged"):
        answer = client.post(
            "/anmelden/passkey/antwort",
            {**body, "state": state},
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 400
        assert answer.json()["code"] == "people.E020"


def test_an_invitation_sets_a_password_once(client, editor):
    secret = actions.invite(editor, by=make.HOUSE)
    url = reverse("people:invitation", args=[editor.id, secret])
    assert client.get(url).status_code == 200
    new = {"password": "neun Brunnen rauschen", "again": "neun Brunnen rauschen"}
    assert client.post(url, new).status_code == 302
    assert Client().get(url).status_code == 404
    assert PersonSession.objects.filter(person=editor).count() == 1
    assert timezone.now() > editor.created_at


def test_capital_letters_do_not_buy_more_tries(client, editor):
    names = [editor.login.upper(), editor.login.title(), editor.login]
    for number in range(10):
        client.post("/anmelden/", {"login": names[number % 3], "password": "wrong"})
    assert sign_in(client, editor).status_code == 429


def test_what_is_typed_as_a_name_reaches_no_table_and_no_log(client, editor, caplog):
    """People type their password there by mistake."""
    slip = "acht lampen am schillerplatz"
    for _ in range(11):
        client.post("/anmelden/", {"login": slip, "password": "x"})
    row = AccessAttempt.objects.get()
    assert slip not in " ".join(str(value) for value in vars(row).values())
    assert slip not in caplog.text


def test_odd_cookies_make_visitors_not_failures(db):
    for cookie in ("a/b=1; stadtherz_session=x", "=;=;;", "\xe9=\xe9", 'stadtherz_session="'):
        headers = [(b"cookie", cookie.encode("latin-1"))]
        assert actor_from_scope({"type": "http", "headers": headers}).is_anonymous
