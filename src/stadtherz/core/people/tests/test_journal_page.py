"""The journal is read by who may, and only of their own organisations."""

from __future__ import annotations

import pytest

from stadtherz.core.people import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.organisation("stadt")


def test_an_administrator_reads_who_did_what(client, office):
    chief = make.person("administrator", of=office)
    client.force_login(chief, backend="stadtherz.core.people.backends.PasswordBackend")
    text = client.get("/en/konto/journal/?verb=people.give").content.decode()
    assert '<th scope="row">Role given</th>' in text
    assert "the program (People)" in text
    assert '<th scope="row">Organisation founded</th>' not in text


def test_german_readers_read_german_names(client, office):
    chief = make.person("administrator", of=office)
    client.force_login(chief, backend="stadtherz.core.people.backends.PasswordBackend")
    text = client.get("/konto/journal/?verb=people.").content.decode()
    assert '<th scope="row">Rolle gegeben</th>' in text
    assert '<option value="people." selected>' in text


def test_entries_of_other_organisations_stay_unseen(client, office):
    other = make.organisation("nachbar")
    make.person("editor", of=other)
    chief = make.person("administrator", of=office)
    client.force_login(chief, backend="stadtherz.core.people.backends.PasswordBackend")
    text = client.get("/konto/journal/").content.decode()
    assert "administrator" in text
    assert "<code>administrator</code>" in text
    assert "<code>editor</code>" not in text


def test_an_editor_reads_nothing(client, office):
    editor = make.person("editor", of=office)
    client.force_login(editor, backend="stadtherz.core.people.backends.PasswordBackend")
    assert client.get("/konto/journal/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_names_cost_two_queries_however_many(client, office, rows, django_assert_max_num_queries):
    chief = make.person("administrator", of=office)
    for _ in range(rows):
        make.person("editor", of=office)
    client.force_login(chief, backend="stadtherz.core.people.backends.PasswordBackend")
    with django_assert_max_num_queries(8):
        client.get("/konto/journal/")
