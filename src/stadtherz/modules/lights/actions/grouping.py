"""Named sets of lamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.people.contract import action
from stadtherz.modules.lights.models import LampGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation
    from stadtherz.modules.lights.models import Lamp


@action("lights.manage")
def group_lamps(
    name: str, lamps: Iterable[Lamp], *, organisation: Organisation, by: Actor
) -> LampGroup:
    """Let a name stand for exactly these lamps; the same call again changes nothing."""
    group, _made = LampGroup.objects.get_or_create(organisation=organisation, name=name)
    wanted = set(lamps)
    group.lamps.set(wanted)
    note(group, lamps=len(wanted))
    return group
