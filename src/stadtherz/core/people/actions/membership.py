"""People come, get roles, and leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.tokens import default_token_generator
from django.utils.translation import gettext as _

from stadtherz.core.journal.contract import note, personal
from stadtherz.core.people.actions.sessions import end_all_of
from stadtherz.core.people.decorators import NotAllowedError, action
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Grant, Membership, Organisation, Person, Role
from stadtherz.core.people.revocation import announce_revocation
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from stadtherz.core.registry.values import Actor


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
    """Give the person a role in the organisation, for good or until a moment.

    Raises:
        AccountError: people.E042, for oneself, a role that may more.

    """
    role = Role.objects.get(organisation=organisation, key=role_key)
    if _is(person.id, by):
        _refuse_more(role.grants.values_list("permission", flat=True), organisation, by)
    membership, _made = Membership.objects.update_or_create(
        person=person, role=role, defaults={"until_at": until_at}
    )
    note(membership, person=person.id, role=role_key)
    return membership


@action("people.manage")
def end_role(membership: Membership, *, organisation: Organisation, by: Actor) -> None:
    """Take a role away; open pages of the person close within two seconds.

    Raises:
        AccountError: people.E040, for one's own role: so an administrator always remains.
        NotAllowedError: the role belongs to another organisation.

    """
    _require_own(membership.role, organisation)
    _refuse_oneself(membership.person_id, by)
    note(person=membership.person_id, role=membership.role.key)
    announce_revocation(person_id=membership.person_id)
    membership.delete()


@action("people.manage")
def deactivate_person(person: Person, *, by: Actor) -> None:
    """Close an account: its sessions end, its keys to this house stay but open nothing.

    Raises:
        NotAllowedError: the person also works where the actor manages nobody.
        AccountError: people.E040, for one's own account.

    """
    _refuse_oneself(person.id, by)
    require_all_of(person, by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_all_of(person)
    announce_revocation(person_id=person.id)


@action("people.manage")
def reactivate_person(person: Person, *, by: Actor) -> None:
    """Open a closed account again."""
    require_all_of(person, by)
    person.is_active = True
    person.save(update_fields=["is_active"])


@action("people.manage")
def invite(person: Person, *, by: Actor) -> str:
    """Make a link's secret with which the person sets a password; good for three days, once."""
    require_all_of(person, by)
    note(person)
    return default_token_generator.make_token(person)


@action("people.manage")
def set_grants(
    role: Role, *, organisation: Organisation, permissions: Iterable[str], by: Actor
) -> None:
    """Set the rights of a role; who holds it feels it at the next click, streams at once.

    Raises:
        AccountError: people.E041, for a right that no room of this installation knows, or an
            administrator role that could manage nobody any more; people.E042, for more rights of
            a role that one holds.
        NotAllowedError: the role belongs to another organisation.

    """
    _require_own(role, organisation)
    wanted = set(permissions)
    unknown = wanted - set(registry.permissions())
    if unknown or (role.key == "administrator" and "people.manage" not in wanted):
        raise AccountError(
            _("The administrator's role must keep the right to manage accounts.")
            if not unknown
            else _("There is no right called %(name)s.") % {"name": min(unknown)},
            fix=_("Choose again from the list."),
            code="people.E041",
        )
    held = set(Grant.objects.filter(role=role).values_list("permission", flat=True))
    if by.kind == "person" and Membership.objects.filter(role=role, person=by.id).exists():
        _refuse_more(wanted - held, organisation, by)
    Grant.objects.filter(role=role, permission__in=held - wanted).delete()
    Grant.objects.bulk_create(Grant(role=role, permission=key) for key in sorted(wanted - held))
    note(role, given=sorted(wanted - held), taken=sorted(held - wanted))
    for person_id in Membership.objects.filter(role=role).values_list("person_id", flat=True):
        announce_revocation(person_id=person_id)


def _is(person_id: UUID, by: Actor) -> bool:
    return by.kind == "person" and by.id == person_id


def _require_own(role: Role, organisation: Organisation) -> None:
    if role.organisation_id != organisation.id:
        raise NotAllowedError("people.manage")


def _refuse_more(wanted: Iterable[str], organisation: Organisation, by: Actor) -> None:
    if any(not by.may(right, organisation.id) for right in wanted):
        raise AccountError(
            _("Nobody gives themselves more rights."),
            fix=_("Ask another administrator."),
            code="people.E042",
        )


def _refuse_oneself(person_id: UUID, by: Actor) -> None:
    if _is(person_id, by):
        raise AccountError(
            _("Nobody takes away their own role or account."),
            fix=_("Ask another administrator."),
            code="people.E040",
        )


def require_all_of(person: Person, by: Actor) -> None:
    """Let only those through who manage people everywhere this person works."""
    places = Membership.objects.filter(person=person).values_list(
        "role__organisation_id", flat=True
    )
    if by.kind != "system" and not all(by.may("people.manage", place) for place in places):
        raise NotAllowedError("people.manage")
