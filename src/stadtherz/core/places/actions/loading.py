"""Loading a town's pack: in short transactions, again without harm, over an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.db.models import ProtectedError

from stadtherz.core.people.actions import found_town
from stadtherz.core.people.contract import NotAllowedError, system_actor
from stadtherz.core.places import shelf
from stadtherz.core.places.actions.rows import addresses, places, streets
from stadtherz.core.places.actions.taking import take_into_use
from stadtherz.core.places.models import Address, Place, Street, TownPack
from stadtherz.core.places.queries.packs import pack_of
from stadtherz.core.places.spatial import gather_statistics
from stadtherz.lib.townpack import read_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

    from django.db import models

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.people.models import Town
    from stadtherz.lib.townpack import TownAbout

CHUNK = 100
"""Rows per transaction: well under 200 ms on a slow disk."""


class Progress(Protocol):
    """Told a line at every step."""

    def __call__(self, line: str, /) -> None: ...


def load_town(pack_dir: Path, *, by: Actor, progress: Progress = lambda _line: None) -> TownPack:
    """Take a town pack into the installation, in place of an older one of the same town.

    Every row is written in a short transaction; rows that are already there are updated and
    keep their ids. The last step makes the pack the town's own and publishes `TownLoaded`;
    then rows that only the older pack had are removed. A load that was killed is repeated from
    the start; loading the same files again changes nothing.

    Raises:
        NotAllowedError: the actor lacks ``places.load``.
        TownPackError: the pack is damaged or incomplete; nothing was taken.
        PlaceError: the directory cannot be read, or the disk is full.

    """
    if not by.may("places.load"):
        raise NotAllowedError("places.load")
    files = shelf.read(pack_dir)
    progress("checking the pack")
    content = read_pack(files)
    about, digest = content.about, shelf.digest_of(files)
    # The town is founded in the name of people: rights of one room are not the other's.
    town = found_town(about.key, name=about.name, zone=about.timezone, by=system_actor("people"))
    shelf.put_in_use(about.key, digest, files)
    current = pack_of(town)
    if current is not None and current.digest == digest:
        progress("this pack is already in use")
        _sweep(town, current, progress)
        return current
    pack = _begin(town, about, digest)
    by_name = _write_streets(pack, streets(pack, content))
    _write(Address, addresses(pack, content, by_name), ADDRESS_KEY, progress)
    _write(Place, places(pack, content), PLACE_KEY, progress)
    take_into_use(pack, by=by)
    gather_statistics(*(model._meta.db_table for model in (Street, Address, Place)))  # noqa: SLF001 - Django's documented model API
    _sweep(town, pack, progress)
    return pack


STREET_KEY = ("town", "name")
ADDRESS_KEY = ("street", "housenumber", "postcode")
PLACE_KEY = ("town", "source")


def _begin(town: Town, about: TownAbout, digest: str) -> TownPack:
    west, south, east, north = about.bbox
    lon, lat = about.centre
    values = {
        "key": about.key, "loaded_at": None, "attribution": about.attribution,
        "licence": about.licence, "source": about.source, "source_on": about.source_on,
        "counts": dict(about.counts), "west": west, "south": south, "east": east, "north": north,
        "lon": lon, "lat": lat,
    }  # fmt: skip
    return TownPack.objects.update_or_create(town=town, digest=digest, defaults=values)[0]


def _write_streets(pack: TownPack, rows: Sequence[Street]) -> dict[str, Street]:
    _write(Street, rows, STREET_KEY)
    # rows that were there kept their ids, so they are read back
    return {street.name: street for street in Street.objects.filter(pack=pack).only("id", "name")}


def _write(
    model: type[models.Model],
    rows: Sequence[models.Model],
    key: tuple[str, ...],
    progress: Progress = lambda _line: None,
) -> None:
    fields = [f.name for f in model._meta.concrete_fields if f.name not in {"id", *key}]  # noqa: SLF001 - Django's documented model API
    noun = str(model._meta.verbose_name_plural)  # noqa: SLF001 - as above
    for start in range(0, len(rows), CHUNK):
        with transaction.atomic():
            model._default_manager.bulk_create(  # noqa: SLF001 - as above
                rows[start : start + CHUNK],
                update_conflicts=True,
                unique_fields=key,
                update_fields=fields,
            )
        progress(f"{min(start + CHUNK, len(rows)):,} of {len(rows):,} {noun}")


def _sweep(town: Town, pack: TownPack, progress: Progress) -> None:
    """Remove what only older packs of the town had; addresses before their streets."""
    others = TownPack.objects.filter(town=town).exclude(pk=pack.pk)
    if not others:
        return
    progress("removing what the older pack alone had")
    _remove(lambda: Address.objects.filter(pack__in=others))
    _remove(lambda: Street.objects.filter(pack__in=others))
    for ids in _chunks(lambda: Place.objects.filter(pack__in=others)):
        _remove_places(ids)
    for old in others:
        old.delete()
        shelf.forget(old.key, old.digest)


def _remove(found: Callable[[], models.QuerySet[models.Model]]) -> None:
    for ids in _chunks(found):
        with transaction.atomic():
            found().filter(pk__in=ids).delete()


def _chunks(found: Callable[[], models.QuerySet[models.Model]]) -> Iterator[list[UUID]]:
    while ids := list(found().values_list("pk", flat=True)[:CHUNK]):
        yield ids


def _remove_places(ids: list[UUID]) -> None:
    rows = Place.objects.filter(pk__in=ids)
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError as error:
        # another room's row points at them: they stay, as places of no pack
        kept = {thing.pk for row in error.protected_objects for thing in _places_of(row)}
        with transaction.atomic():
            rows.filter(pk__in=kept).update(pack=None)


def _places_of(row: models.Model) -> Iterator[Place]:
    for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented model API
        if field.related_model is Place and (place := getattr(row, field.name)) is not None:
            yield place
