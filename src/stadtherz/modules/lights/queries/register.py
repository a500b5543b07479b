"""The register as pages, exports and actions read it.

Who holds `lights.view` in any organisation of the town sees its lamps: the control centre needs
the lighting office's. To switch them takes the right in the lamps' own organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Subquery

from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.places import queries as places
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import Capability, Circuit, Lamp, LampGroup, LampStatus

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation, Town

VIEW = "lights.view"
COMMANDABLE = (Capability.CIRCUIT, Capability.ADDRESSABLE, Capability.PRESENCE)
WIDEST_M = 2000.0


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Lamps that a person chose, in one of four ways.

    Args:
        street: every lamp of the street.
        group_id, circuit_id: every lamp of it.
        numbers: lamp numbers.

    """

    street: str = ""
    group_id: UUID | None = None
    circuit_id: UUID | None = None
    numbers: tuple[str, ...] = field(default=())


def lamps(
    *, by: Actor, street: str = "", status: str = "", box: tuple[float, ...] | None = None
) -> QuerySet[Lamp]:
    """Lamps in the order of their numbers.

    Args:
        by: needs `lights.view`.
        street: of this street only.
        status: a `LampStatus`; empty = those that stand.
        box: west, south, east, north in degrees.

    Raises:
        NotAllowedError: the actor may not see lamps.
        PlaceError: places.E005, the box is none.

    """
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    found = lamps_of(box=box).select_related("luminaire_type", "circuit", "programme")
    found = found.filter(status=status or LampStatus.STANDING)
    return found.filter(street=street) if street else found


def lamps_of(*, box: tuple[float, ...] | None = None) -> QuerySet[Lamp]:
    """All lamps, or those in a box; for what is public anyway and for the bridge."""
    found = Lamp.objects.order_by("number")
    if box is None:
        return found
    west, south, east, north = box
    return places.within(found, (west, south, east, north))


def lamp_for(lamp_id: UUID, *, by: Actor) -> Lamp:
    """One lamp with its type, circuit, programme and organisation (one SQL query)."""
    if not by.may(VIEW):
        raise NotAllowedError(VIEW)
    return Lamp.objects.select_related(
        "luminaire_type", "circuit", "programme", "organisation"
    ).get(id=lamp_id)


def streets() -> list[tuple[str, int]]:
    """Streets with lamps and their counts, by name."""
    rows = Lamp.objects.filter(status=LampStatus.STANDING).exclude(street="")
    return list(rows.values_list("street").annotate(count=Count("*")).order_by("street"))


def register_version() -> str:
    """Names the state of the register: it changes with every lamp (one SQL query).

    Rows have no gaps and are never deleted, so the last row counts them; both ends are read from
    their index, whatever the number of lamps.
    """
    changed = Lamp.objects.order_by("-changed_at").values("changed_at")[:1]
    last = Lamp.objects.order_by("-row").values_list("row", Subquery(changed)).first()
    if last is None:
        return "0-0"
    return f"{last[0] + 1}-{int(last[1].timestamp() * 1000):x}"


def commandable_near(
    town: Town, lon: float, lat: float, *, radius_m: float, at_least: int
) -> list[Lamp]:
    """Standing lamps that something can command, nearest first, with ``distance_m``.

    Looks wider, up to 2 km, until there are `at_least`; then takes no more than those.
    """
    ours = Lamp.objects.filter(
        organisation__town=town, capability__in=COMMANDABLE, status=LampStatus.STANDING
    )
    found = list(places.near(ours, lon, lat, radius_m=radius_m))
    wider_m = radius_m
    while len(found) < at_least and wider_m < WIDEST_M:
        wider_m = min(wider_m * 2, WIDEST_M)
        found = list(places.near(ours, lon, lat, radius_m=wider_m)[:at_least])
    return found


def selection_of(selection: Selection, *, organisation: Organisation) -> tuple[str, QuerySet[Lamp]]:
    """Give what was chosen in words, and its standing lamps.

    Raises:
        LightsError: lights.E002, nothing was chosen, or there is no such lamp.

    """
    own = Lamp.objects.filter(organisation=organisation, status=LampStatus.STANDING)
    if selection.street:
        return selection.street, own.filter(street=selection.street)
    if selection.group_id:
        group = LampGroup.objects.get(id=selection.group_id, organisation=organisation)
        return group.name, own.filter(groups=group)
    if selection.circuit_id:
        circuit = Circuit.objects.get(id=selection.circuit_id, organisation=organisation)
        return circuit.name, own.filter(circuit=circuit)
    found = own.filter(number__in=selection.numbers)
    missing = set(selection.numbers) - set(found.values_list("number", flat=True))
    if missing or not selection.numbers:
        raise LightsError(
            f"There is no lamp {min(missing)} here." if missing else "No lamp was chosen.",
            fix="Choose a street, a group, a circuit, or numbers such as 042-007.",
            code="lights.E002",
        )
    shown = ", ".join(sorted(selection.numbers)[:6])
    return shown + (" …" if len(selection.numbers) > 6 else ""), found  # noqa: PLR2004 - six fit a line
