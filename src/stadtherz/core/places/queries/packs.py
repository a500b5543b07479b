"""The town's pack, and its files as they are used, read once per process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from stadtherz.core.places import shelf
from stadtherz.core.places.errors import PlaceError
from stadtherz.core.places.models import TownPack
from stadtherz.lib.streetgraph import StreetGraph, from_bytes
from stadtherz.lib.tiles import Archive
from stadtherz.lib.townpack import BASEMAP, LIGHTS, STREETS, LightCounts, read_lights

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadtherz.core.people.models import Town
    from stadtherz.core.places.domain import Box

T = TypeVar("T")


def pack_of(town: Town | None) -> TownPack | None:
    """The pack that a town uses now; None when none is loaded (one SQL query)."""
    if town is None:
        return None
    loaded = TownPack.objects.filter(town=town, loaded_at__isnull=False)
    return loaded.order_by("-loaded_at", "-id").first()


def town_bounds(town: Town | None) -> Box | None:
    """West, south, east, north of a town's map in degrees, or None without a pack."""
    pack = pack_of(town)
    return pack.box if pack else None


def street_graph(town: Town | None) -> StreetGraph | None:
    """The town's streets as arrays, kept in this process; None without a pack.

    Raises:
        PlaceError: places.E003, the pack's files are gone or damaged.

    """
    pack = pack_of(town)
    return _graph(pack.key, pack.digest) if pack else None


def archive_of(pack: TownPack) -> Archive:
    """The pack's map tiles, kept in this process; PlaceError places.E003 when they are gone."""
    return archive(pack.key, pack.digest)


def light_counts(town: Town | None) -> LightCounts:
    """Published lamp counts per street; the plain ones without a pack or without any."""
    pack = pack_of(town)
    if pack is None or not (shelf.in_use(pack.key, pack.digest) / LIGHTS).exists():
        return LightCounts()
    return _read(pack.key, pack.digest, LIGHTS, read_lights)


@lru_cache(maxsize=4)
def _graph(key: str, digest: str) -> StreetGraph:
    return _read(key, digest, STREETS, from_bytes)


@lru_cache(maxsize=4)
def archive(key: str, digest: str) -> Archive:
    """Map tiles by key and digest; `archive_of` for who has the row."""
    return _read(key, digest, BASEMAP, Archive)


def _read(key: str, digest: str, name: str, decode: Callable[[bytes], T]) -> T:
    path = shelf.in_use(key, digest) / name
    try:
        return decode(path.read_bytes())
    except (OSError, ValueError) as error:
        raise PlaceError(
            f"The file {name} of the town pack in use cannot be read.",
            fix=f"Load the pack again: stadtherz town load {key}",
            code="places.E003",
        ) from error
