"""The journal holds what actions did, and shows every later change."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from stadtherz.core.journal import sealing
from stadtherz.core.journal.contract import ANYONE, note, personal, system_actor
from stadtherz.core.journal.models import Batch, Entry, PersonalValues
from stadtherz.core.people.contract import NotAllowedError, action

pytestmark = pytest.mark.django_db
PEOPLE = system_actor("people")


@action("people.manage")
def change_something(*, by):
    note(colour="red")
    personal(uuid4(), name="Erika Mustermann")


@action("people.manage")
def change_and_fail(*, by):
    note(colour="red")
    raise ZeroDivisionError


def test_an_action_writes_one_entry_without_personal_values():
    change_something(by=PEOPLE)
    entry = Entry.objects.get()
    assert (entry.verb, entry.facts) == ("people.change_something", {"colour": "red"})
    assert "Erika" not in str(vars(entry))
    assert PersonalValues.objects.get().values == {"name": "Erika Mustermann"}


def test_a_failed_action_leaves_nothing():
    with pytest.raises(ZeroDivisionError):
        change_and_fail(by=PEOPLE)
    assert not Entry.objects.exists()


def test_who_lacks_the_right_changes_nothing():
    with pytest.raises(NotAllowedError):
        change_something(by=ANYONE)
    assert not Entry.objects.exists()


def test_note_outside_an_action_is_refused():
    with pytest.raises(RuntimeError, match="inside an @action"):
        note(colour="red")


def test_the_database_itself_refuses_changes():
    change_something(by=PEOPLE)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Entry.objects.update(verb="people.nothing")
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Entry.objects.all()._raw_delete("default")


def test_sealed_chains_hold_and_erasing_a_person_leaves_them_valid(tmp_path):
    for _ in range(3):
        change_something(by=PEOPLE)
        sealing.seal_all()
    sealing.anchor_heads(tmp_path)
    assert Batch.objects.count() == 3
    assert sealing.verify(tmp_path) == []
    PersonalValues.objects.all().delete()
    assert sealing.verify(tmp_path) == []


def _without_triggers(statement) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_entry_unchanged")
        cursor.execute("DROP TRIGGER journal_entry_kept")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'people.nothing' WHERE position = 0",
        "UPDATE journal_entry SET position = 1 - position",
        "UPDATE journal_batch SET head = previous_head",
        "DELETE FROM journal_personalvalues",
    ],
)
def test_who_holds_the_database_is_found_out(statement):
    change_something(by=PEOPLE)
    change_something(by=PEOPLE)
    sealing.seal_all()
    _without_triggers(statement)
    assert bool(sealing.verify()) is ("personal" not in statement)


def test_a_rewritten_chain_differs_from_its_anchor(tmp_path):
    change_something(by=PEOPLE)
    sealing.seal_all()
    sealing.anchor_heads(tmp_path)
    _without_triggers("UPDATE journal_entry SET verb = 'people.nothing', batch_id = NULL")
    Batch.objects.all().delete()
    sealing.seal_all()
    assert sealing.verify() == []
    assert "differs from its head" in sealing.verify(tmp_path)[0]
