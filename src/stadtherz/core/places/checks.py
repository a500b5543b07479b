"""What can be wrong with places, and what to do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import queries as people
from stadtherz.core.places import shelf
from stadtherz.core.places.queries.packs import pack_of
from stadtherz.core.places.spatial import broken_indexes
from stadtherz.core.registry.contract import Finding
from stadtherz.lib.townpack import ABOUT, BASEMAP, STREETS, TownPackError, read_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadtherz.core.places.models import TownPack


def pack_is_loaded() -> Iterator[Finding]:
    """A town without pack has no map and no addresses."""
    if pack_of(people.town()) is None:
        yield Finding(
            code="places.W001",
            message=_("No town pack is loaded: there is no map and no address search."),
            fix=_("Load one: stadtherz town load kaiserslautern"),
        )


def pack_is_whole() -> Iterator[Finding]:
    """The files in use are those that were loaded."""
    pack = pack_of(people.town())
    if pack is not None and not _is_whole(pack):
        yield Finding(
            code="places.E007",
            message=_("A file of the town pack in use is missing or damaged."),
            fix=_("Load the pack again: stadtherz town load %(key)s") % {"key": pack.key},
            level="error",
        )


def indexes_are_whole() -> Iterator[Finding]:
    """Every table with a spatial index still tells it of changes."""
    for table in broken_indexes(connection):
        yield Finding(
            code="places.E008",
            message=_("The spatial index of %(table)s no longer follows its table.")
            % {"table": table},
            fix=_(
                "End the migration that changed the table with spatial_index(…); see the README."
            ),
            level="error",
        )


def _is_whole(pack: TownPack) -> bool:
    folder = shelf.in_use(pack.key, pack.digest)
    try:
        about = read_about((folder / ABOUT).read_bytes())
        for name in (BASEMAP, STREETS):
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != about.sha256.get(name):
                return False
    except (OSError, TownPackError):
        return False
    return shelf.digest_of(shelf.read(folder)) == pack.digest
