"""Towns and organisations come into being."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stadtherz.core.journal.contract import note
from stadtherz.core.people.decorators import action
from stadtherz.core.people.models import Grant, Organisation, Role, Town
from stadtherz.core.people.roles import ROLE_NAMES
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.contract import ROLE_TEMPLATES

if TYPE_CHECKING:
    import datetime as dt

    from stadtherz.core.registry.values import Actor


@action("people.found")
def found_town(key: str, *, name: str, zone: str, by: Actor) -> Town:
    """Enter a town, or return the one that has this key already."""
    town, made = Town.objects.get_or_create(key=key, defaults={"name": name, "zone": zone})
    note(town, made=made)
    return town


@action("people.found")
def start_simulation(town: Town, *, from_at: dt.datetime, by: Actor) -> None:
    """Set the town's own clock to begin at `from_at` now; pages say "Simulation" from here on."""
    town.simulated_from_at = from_at
    town.simulation_started_at = timezone.now()
    town.save(update_fields=["simulated_from_at", "simulation_started_at"])
    note(town, from_at=from_at)


@action("people.found")
def found_organisation(town: Town, *, key: str, name: str, by: Actor) -> Organisation:
    """Enter an organisation with the role templates' rights, or return the one with this key."""
    found, made = Organisation.objects.get_or_create(town=town, key=key, defaults={"name": name})
    note(found, made=made)
    for role_key in ROLE_TEMPLATES:
        role, _ = Role.objects.get_or_create(
            organisation=found, key=role_key, defaults={"name": str(ROLE_NAMES[role_key])}
        )
        _grant_template(role)
    return found


def _grant_template(role: Role) -> None:
    Grant.objects.bulk_create(
        [
            Grant(role=role, permission=permission.key)
            for permission in registry.permissions().values()
            if role.key in permission.roles
        ],
        ignore_conflicts=True,
    )
