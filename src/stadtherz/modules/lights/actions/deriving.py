"""Filling the register with derived lamps: in short transactions, again without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.db.models import Max
from shapely.geometry import shape

from stadtherz.core.journal.contract import note
from stadtherz.core.people.contract import NotAllowedError, action
from stadtherz.core.places import queries as places
from stadtherz.core.places.contract import gather_statistics
from stadtherz.core.places.models import Place
from stadtherz.lib import streetgraph
from stadtherz.modules.lights.actions.inventory import PROGRAMMES, TYPES, AssumedLamp, assumed
from stadtherz.modules.lights.actions.waking import wake_bridge
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import Circuit, Lamp, LuminaireType, Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from stadtherz.core.people.contract import Actor
    from stadtherz.core.people.models import Organisation, Town
    from stadtherz.lib.streetgraph import StreetGraph

CHUNK = 50
"""Rows per transaction: well under 200 ms on a slow disk."""


class Progress(Protocol):
    """Told a line at every step."""

    def __call__(self, line: str, /) -> None: ...


def derive_lamps(
    *, organisation: Organisation, by: Actor, progress: Progress = lambda _line: None
) -> int:
    """Enter lamps along the lit streets of the town's pack; gives how many are new.

    Every position is derived and marked so; streets with published counts get exactly those.
    Lamps that are there (by number) stay as they are, so a second call changes nothing and a
    killed one is gone on with.

    Raises:
        NotAllowedError: the actor lacks ``lights.manage``.
        LightsError: lights.E001, no town pack is loaded.

    """
    if not by.may("lights.manage", organisation.pk):
        raise NotAllowedError("lights.manage")
    town = organisation.town
    graph, pack = places.street_graph(town), places.pack_of(town)
    if graph is None or pack is None:
        raise LightsError(
            "Lamps cannot be derived: no town pack is loaded.",
            fix="Load one first: stadtherz town load kaiserslautern",
            code="lights.E001",
        )
    told = places.light_counts(town)
    known = set(Lamp.objects.filter(organisation=organisation).values_list("number", flat=True))
    squares = _squares(town, graph)
    derived = streetgraph.derive_lamps(
        graph, spacing_m=told.spacing_m, counts=told.streets, squares=squares
    )
    lamps = assumed(derived, graph, (pack.lon, pack.lat), squares)
    fresh = [lamp for lamp in lamps if lamp.number not in known]
    if not fresh:
        return 0
    stock = _stock(organisation, fresh)
    for start in range(0, len(fresh), CHUNK):
        _write(fresh[start : start + CHUNK], organisation, stock)
        progress(f"{min(start + CHUNK, len(fresh)):,} of {len(fresh):,} lamps")
    gather_statistics(Lamp._meta.db_table)  # noqa: SLF001 - Django's documented model API
    enter_inventory(organisation=organisation, count=len(fresh), by=by)
    return len(fresh)


@action("lights.manage")
def enter_inventory(*, organisation: Organisation, count: int, by: Actor) -> None:
    """Note in the journal that so many derived lamps were entered."""
    note(organisation, lamps=count)
    wake_bridge()


def _squares(town: Town, graph: StreetGraph) -> dict[str, BaseGeometry]:
    """Areas of published names that are no street's."""
    wanted = [name for name in places.light_counts(town).streets if name not in graph.names]
    areas = Place.objects.filter(
        town=town, name__in=wanted, geometry=Place.Geometry.AREA, geojson__isnull=False
    )
    return {place.name: shape(place.geojson) for place in areas}


class _Stock:
    """What the new lamps refer to, by key."""

    def __init__(
        self,
        types: dict[str, LuminaireType],
        programmes: dict[str, Programme],
        circuits: dict[tuple[str, bool], Circuit],
    ) -> None:
        self.types, self.programmes, self.circuits = types, programmes, circuits


def _stock(organisation: Organisation, lamps: Sequence[AssumedLamp]) -> _Stock:
    with transaction.atomic():
        types = {
            key: LuminaireType.objects.get_or_create(
                organisation=organisation, key=key, defaults=values
            )[0]
            for key, values in TYPES.items()
        }
        programmes = {
            key: Programme.objects.get_or_create(
                organisation=organisation, key=key, defaults=values
            )[0]
            for key, values in PROGRAMMES.items()
        }
    return _Stock(types, programmes, _circuits(organisation, lamps))


def _circuits(
    organisation: Organisation, lamps: Sequence[AssumedLamp]
) -> dict[tuple[str, bool], Circuit]:
    """Find or enter the circuits of these lamps, by cabinet and whether half the night."""
    wanted = sorted({lamp.circuit for lamp in lamps if lamp.circuit})
    names = {key: f"{key[0]} {'Halbnacht' if key[1] else 'Ganznacht'}" for key in wanted}
    ours = Circuit.objects.filter(organisation=organisation)
    found = {circuit.name: circuit for circuit in ours}
    fresh = [key for key in wanted if names[key] not in found]
    for start in range(0, len(fresh), CHUNK):
        with transaction.atomic():
            first = _next_row(Circuit)
            for row, key in enumerate(fresh[start : start + CHUNK], start=first):
                found[names[key]] = Circuit(
                    organisation=organisation,
                    name=names[key],
                    cabinet=key[0],
                    is_half_night=key[1],
                    row=row,
                )
            Circuit.objects.bulk_create(found[names[key]] for key in fresh[start : start + CHUNK])
    return {key: found[names[key]] for key in wanted}


def _next_row(model: type[Circuit | Lamp]) -> int:
    last = model._default_manager.aggregate(last=Max("row"))["last"]  # noqa: SLF001 - Django's documented model API
    return 0 if last is None else int(last) + 1


@transaction.atomic
def _write(lamps: Sequence[AssumedLamp], organisation: Organisation, stock: _Stock) -> None:
    first = _next_row(Lamp)
    Lamp.objects.bulk_create(
        Lamp(
            organisation=organisation,
            row=first + index,
            number=lamp.number,
            street=lamp.street,
            lon=lamp.lon,
            lat=lamp.lat,
            edge=lamp.edge,
            along_m=lamp.along_m,
            height_m=lamp.height_m,
            luminaire_type=stock.types[lamp.type_key],
            power_w=stock.types[lamp.type_key].power_w,
            capability=lamp.capability,
            circuit=stock.circuits[lamp.circuit] if lamp.circuit else None,
            programme=stock.programmes[lamp.programme_key],
            near_window=lamp.near_window,
            position_is_derived=True,
            count_is_published=lamp.is_counted,
        )
        for index, lamp in enumerate(lamps)
    )
