"""The demo: four organisations, six people without passwords, an autumn night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.people import actions, queries
from stadtherz.core.people.errors import AccountError
from stadtherz.core.people.models import Membership, Organisation, Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from stadtherz.core.people.models import Town

HOUSE = system_actor("people")
NIGHT = dt.datetime(2026, 10, 17, 22, 30)  # noqa: DTZ001 -- the town's zone is added below

ORGANISATIONS = {
    "stadt": "Stadtverwaltung",
    "leitstelle": "Integrierte Leitstelle",
    "feuerwehr": "Feuerwehr",
    "beleuchtung": "Straßenbeleuchtung",
}
"""Names are data in the town's language, not words of the program."""


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody the visitor of the demo can be."""

    role_key: str
    login: str
    name: str
    organisations: tuple[str, ...]
    can: StrOrPromise

    @property
    def initials(self) -> str:
        """First letters of the name, as a face."""
        return "".join(part[0] for part in self.name.split())


PEOPLE = (
    DemoPerson(
        role_key="citizen",
        login="demo-buergerin",
        name="Lena Kessler",
        organisations=("stadt",),
        can=_("Sees the town's map, watches the light and searches addresses."),
    ),
    DemoPerson(
        role_key="editor",
        login="demo-redaktion",
        name="Murat Yildiz",
        organisations=("stadt",),
        can=_("Works in the town's editorial office and sees the public map."),
    ),
    DemoPerson(
        role_key="lighting_operator",
        login="demo-licht",
        name="Petra Wagner",
        organisations=("beleuchtung",),
        can=_("Keeps the register of lamps, sets calendars and overrides the light by hand."),
    ),
    DemoPerson(
        role_key="dispatcher",
        login="demo-leitstelle",
        name="Jonas Hartmann",
        organisations=("leitstelle",),
        can=_("Opens incidents, sees pictures arrive on the map and closes incidents."),
    ),
    DemoPerson(
        role_key="drone_crew",
        login="demo-drohne",
        name="Sabine Roth",
        organisations=("feuerwehr",),
        can=_("Uploads pictures from the scene, also by phone."),
    ),
    DemoPerson(
        role_key="administrator",
        login="demo-verwaltung",
        name="Andrea Schäfer",
        organisations=tuple(ORGANISATIONS),
        can=_("Manages people, roles and keys for programs, and reads the journal."),
    ),
)


def build() -> None:
    """Make organisations and people, and set the town's clock to the night."""
    town = _town()
    offices = {
        key: Organisation.objects.filter(town=town, key=key).first()
        or actions.found_organisation(town, key=key, name=name, by=HOUSE)
        for key, name in ORGANISATIONS.items()
    }
    for one in PEOPLE:
        person = Person.objects.filter(login=one.login).first() or actions.add_person(
            one.login, name=one.name, by=HOUSE, is_demo=True
        )
        for key in one.organisations:
            if not Membership.objects.filter(
                person=person, role__organisation=offices[key], role__key=one.role_key
            ).exists():
                actions.give_role(
                    person, organisation=offices[key], role_key=one.role_key, by=HOUSE
                )
    if town.simulated_from_at is None:
        begin_night()


def begin_night() -> None:
    """Set the town's clock back to half past ten on an autumn evening."""
    town = _town()
    from_at = NIGHT.replace(tzinfo=ZoneInfo(town.zone)).astimezone(dt.UTC)
    actions.start_simulation(town, from_at=from_at, by=HOUSE)


def person_for(role_key: str) -> Person | None:
    """The demo account that plays this role; None when there is none."""
    login = next((one.login for one in PEOPLE if one.role_key == role_key), None)
    return Person.objects.filter(login=login, is_demo=True, is_active=True).first()


def _town() -> Town:
    if (town := queries.town()) is None:
        raise AccountError(
            "The demo needs a town, and none is loaded.",
            fix="Load one first: stadtherz town load kaiserslautern",
            code="people.E010",
        )
    return town
