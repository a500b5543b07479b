"""Makers of towns, organisations and people, for tests and the demo."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import Actor, system_actor
from stadtherz.core.people import actions, queries

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.people.models import Organisation, Person, Town

HOUSE = system_actor("people")
_NUMBERS = itertools.count(1)


def town(key: str = "musterstadt", *, name: str = "Musterstadt") -> Town:
    """A town."""
    return actions.found_town(key, name=name, zone="Europe/Berlin", by=HOUSE)


def organisation(key: str = "amt", *, within: Town | None = None) -> Organisation:
    """An organisation with the role templates' rights."""
    return actions.found_organisation(within or town(), key=key, name=key.title(), by=HOUSE)


def person(role_key: str, *, of: Organisation, password: str = "") -> Person:
    """A person holding the role in the organisation."""
    login = f"{role_key}-{next(_NUMBERS)}"
    made = actions.add_person(login, name=login.title(), by=HOUSE, password=password)
    actions.give_role(made, organisation=of, role_key=role_key, by=HOUSE)
    return made


def actor(role_key: str, *, of: Organisation) -> Actor:
    """A person holding the role in the organisation, as an actor."""
    return queries.actor_for(person(role_key, of=of))


def system_of(module: str, *, cause_id: UUID | None = None) -> Actor:
    """A module's own actor."""
    return system_actor(module, cause_id=cause_id)
