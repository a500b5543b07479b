"""The demo's light: derived lamps, a group, one override by hand that runs."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import Actor, system_actor
from stadtherz.core.people.models import Organisation, Person
from stadtherz.core.places import queries as places
from stadtherz.modules.lights import actions
from stadtherz.modules.lights.models import Lamp, LampGroup, Override
from stadtherz.modules.lights.queries import Selection

OFFICE = "beleuchtung"
GROUP = "Innenstadt"
GROUP_RADIUS_M = 450.0
REASON = "Spätmarkt: Aufbau bis Mitternacht"
LASTS = dt.timedelta(hours=6)


def build() -> None:
    """Derive the lamps, group the centre, override it once; nothing without a town pack."""
    town = people.town()
    office = Organisation.objects.filter(key=OFFICE, town=town).first()
    pack = places.pack_of(town)
    if office is None or pack is None:
        return
    by = system_actor("lights")
    actions.derive_lamps(organisation=office, by=by)
    near = places.near(
        Lamp.objects.filter(organisation=office), pack.lon, pack.lat, radius_m=GROUP_RADIUS_M
    )
    if not LampGroup.objects.filter(organisation=office, name=GROUP).exists():
        actions.group_lamps(GROUP, near, organisation=office, by=by)
    _override(office, operator(by))


def operator(otherwise: Actor) -> Actor:
    """The demo's lighting operator, so that the override has a person as owner."""
    person = Person.objects.filter(login="demo-licht", is_demo=True).first()
    return people.actor_for(person) if person else otherwise


def _override(office: Organisation, by: Actor) -> None:
    if Override.objects.filter(reason=REASON).exists():
        return
    street = (
        Lamp.objects.filter(organisation=office, count_is_published=True)
        .exclude(street="")
        .order_by("street")
        .values_list("street", flat=True)
        .first()
    )
    if street:
        actions.switch(
            Selection(street=street),
            organisation=office,
            level_percent=100.0,
            reason=REASON,
            expires_at=timezone.now() + LASTS,
            by=by,
        )
