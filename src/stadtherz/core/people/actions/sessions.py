"""Sessions begin and end."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.people.actions.own import require_own
from stadtherz.core.people.decorators import action
from stadtherz.core.people.models import PersonSession
from stadtherz.core.people.revocation import announce_revocation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stadtherz.core.people.models import Person
    from stadtherz.core.registry.values import Actor


def session_label(session_key: str) -> str:
    """A name for a session that does not open it: the key itself never leaves the cookie."""
    return hashlib.sha256(b"session " + session_key.encode()).hexdigest()[:24]


@action("people.sign_in", needs_right=False)
def sign_in(person: Person, *, proof: str, by: Actor) -> None:
    """Put on record that a person signed in, and by which proof."""
    require_own(person, by)
    note(person, proof=proof)


@action("people.sign_out", needs_right=False)
def sign_out(person: Person, *, session_key: str, by: Actor) -> None:
    """Put on record that a person signed out; the open streams of the session close."""
    require_own(person, by)
    note(person)
    announce_revocation(session_key=session_key)


@action("people.end_session", needs_right=False)
def end_session(person: Person, *, label: str, by: Actor) -> int:
    """End one of the person's own sessions, named by `session_label`; return how many ended."""
    require_own(person, by)
    chosen = [key for key in _keys(person) if session_label(key) == label]
    return _end(person, chosen)


@action("people.end_other_sessions", needs_right=False)
def end_other_sessions(person: Person, *, but: str, by: Actor) -> int:
    """End all sessions of the person except the one with the key `but`."""
    require_own(person, by)
    return _end(person, [key for key in _keys(person) if key != but])


def end_all_of(person: Person) -> int:
    """End every session, as part of another action."""
    return _end(person, list(_keys(person)))


def _keys(person: Person) -> QuerySet[PersonSession, str]:
    return PersonSession.objects.filter(person=person).values_list("session_key", flat=True)


def _end(person: Person, keys: list[str]) -> int:
    for key in keys:
        announce_revocation(session_key=key)
    PersonSession.objects.filter(session_key__in=keys).delete()
    note(person, ended=len(keys))
    return len(keys)
