"""``stadtherz person``: accounts from the command line; passwords are asked for, never given."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.people import actions
from stadtherz.core.people.models import Membership, Organisation, Person, Role
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.contract import ROLE_TEMPLATES
from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

CONSOLE = system_actor("people")


class Command(BaseCommand):
    """Acts in the name of the house: whoever has a shell here has the database as well."""

    help = "Add, list and change accounts; export and erase what is held of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        add = verbs.add_parser("add", help="make an account; asks for its password")
        add.add_argument("login")
        add.add_argument("--name", required=True)
        add.add_argument("--email", default="")
        add.add_argument("--no-password", action="store_true", help="invite on the page instead")
        verbs.add_parser("list", help="list accounts with their roles")
        role = verbs.add_parser("role", help="give or end a role")
        role.add_argument("login")
        role.add_argument("organisation", help="its key, such as stadt")
        role.add_argument("role", help=", ".join(ROLE_TEMPLATES))
        role.add_argument("--end", action="store_true")
        for verb, sentence in (
            ("password", "set a password; asks for it"),
            ("export", "print as JSON what all rooms hold of a person"),
            ("erase", "erase what all rooms hold of a person"),
        ):
            verbs.add_parser(verb, help=sentence).add_argument("login")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{verb}")(options)
        except CityError as error:
            raise CommandError(str(error)) from error

    def do_add(self, options: dict[str, Any]) -> None:
        login, name = options["login"], options["name"]
        if Person.objects.filter(login__iexact=login).exists():
            raise CommandError(f"There is an account called {login} already.")
        draft = Person(login=login, name=name)
        password = "" if options["no_password"] else ask_password(draft)
        actions.add_person(login, name=name, email=options["email"], password=password, by=CONSOLE)
        self.stdout.write(f"Added {login}. Give a role: stadtherz person role {login} stadt editor")

    def do_list(self, options: dict[str, Any]) -> None:
        for person in Person.objects.order_by("login"):
            roles = Membership.objects.filter(person=person).select_related("role__organisation")
            held = ", ".join(f"{one.role.key}@{one.role.organisation.key}" for one in roles)
            marks = (" [demo]" if person.is_demo else "") + (
                "" if person.is_active else " [closed]"
            )
            self.stdout.write(f"{person.login}\t{person.name}\t{held or '-'}{marks}")

    def do_role(self, options: dict[str, Any]) -> None:
        person = account(options["login"])
        office = Organisation.objects.filter(key=options["organisation"]).first()
        if office is None:
            known = ", ".join(Organisation.objects.values_list("key", flat=True)) or "none yet"
            raise CommandError(
                f"There is no organisation {options['organisation']}. There are: {known}"
            )
        role = Role.objects.filter(organisation=office, key=options["role"]).first()
        if role is None:
            known = ", ".join(
                Role.objects.filter(organisation=office).values_list("key", flat=True)
            )
            raise CommandError(f"There is no role {options['role']}. There are: {known}")
        if not options["end"]:
            actions.give_role(person, organisation=office, role_key=role.key, by=CONSOLE)
            return
        membership = Membership.objects.filter(person=person, role=role).first()
        if membership is None:
            raise CommandError(f"{person.login} does not hold this role there.")
        actions.end_role(membership, organisation=office, by=CONSOLE)

    def do_password(self, options: dict[str, Any]) -> None:
        person = account(options["login"])
        actions.change_password(person, password=ask_password(person), by=CONSOLE)
        actions.end_other_sessions(person, but="", by=CONSOLE)
        self.stdout.write("The new password counts. All sessions of the account have ended.")

    def do_export(self, options: dict[str, Any]) -> None:
        person = account(options["login"])
        held = {kind.key: kind.export(person.id) for kind in registry.privacy_kinds()}
        self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2, default=str))

    def do_erase(self, options: dict[str, Any]) -> None:
        person = account(options["login"])
        for key, count in actions.erase_person(person, by=CONSOLE).items():
            self.stdout.write(f"{key}: {count}")


def account(login: str) -> Person:
    """The account with this log-in name."""
    if (person := Person.objects.filter(login__iexact=login).first()) is None:
        raise CommandError(f"There is no account {login}. See: stadtherz person list")
    return person


def ask_password(person: Person) -> str:
    """Ask twice at a terminal, or read one line where the input is a pipe."""
    if sys.stdin.isatty():
        password = getpass.getpass("New password: ")
        if getpass.getpass("Again: ") != password:
            raise CommandError("The two passwords differ.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
