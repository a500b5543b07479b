"""People come, get roles, and leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note, personal
from stadtherz.core.people.decorators import action
from stadtherz.core.people.models import Membership, Organisation, Person, Role
from stadtherz.core.people.revocation import announce_revocation

if TYPE_CHECKING:
    import datetime as dt

    from stadtherz.core.journal.values import Actor


@action("people.manage")
def add_person(
    login: str, *, name: str, by: Actor, email: str = "", password: str = "", is_demo: bool = False
) -> Person:
    """Make an account, or return the one with this log-in name.

    Without a password the account signs in by passkey or not at all; a demo account
    (`is_demo`) signs in from the role switcher of `stadtherz up` only.
    """
    person = Person.objects.filter(login__iexact=login).first()
    if person is None:
        person = Person(login=login, name=name, email=email, is_demo=is_demo)
        person.set_password(password or None)
        person.save()
    note(person)
    personal(person.id, login=login, name=name)
    return person


@action("people.manage")
def give_role(
    person: Person,
    *,
    organisation: Organisation,
    role_key: str,
    by: Actor,
    until_at: dt.datetime | None = None,
) -> Membership:
    """Give the person a role in the organisation, for good or until a moment."""
    role = Role.objects.get(organisation=organisation, key=role_key)
    membership, _ = Membership.objects.update_or_create(
        person=person, role=role, defaults={"until_at": until_at}
    )
    note(membership, person=person.id, role=role_key)
    return membership


@action("people.manage")
def end_role(membership: Membership, *, organisation: Organisation, by: Actor) -> None:
    """Take a role away; open pages of the person close within two seconds."""
    note(person=membership.person_id, role=membership.role.key)
    announce_revocation(person_id=membership.person_id)
    membership.delete()
