"""Erasing a person from all rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.people.actions.membership import require_all_of
from stadtherz.core.people.decorators import action
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from stadtherz.core.people.models import Person
    from stadtherz.core.registry.values import Actor


@action("people.manage")
def erase_person(person: Person, *, by: Actor) -> dict[str, int]:
    """Erase what every room holds of a person; the journal keeps that it happened.

    Raises:
        NotAllowedError: the person also works where the actor manages nobody.

    Returns:
        rows changed per kind of data.

    """
    require_all_of(person, by)
    person_id = person.id
    counts = {kind.key: kind.erase(person_id) for kind in registry.privacy_kinds()}
    note(person, **counts)
    return counts
