"""Town packs: everything a town needs offline, built from one OpenStreetMap extract.

- ``build(extract, plan, *, progress) -> dict[str, bytes]``: file name to bytes. The
  caller writes them: into a new directory beside the pack, flushed, then renamed over the old
  one, carrying over ``lights.toml`` and other files that a person keeps there.
- ``read_about(content) -> TownAbout`` and ``read_pack(files) -> TownPack``: the reader checks every
  file against ``town.toml`` and raises :class:`TownPackError` before anything is taken.
- ``lamps_of(pack) -> DerivedLamps``: derived lamp positions at the published counts.

Same extract and plan, same bytes (with the same zlib).
"""

from __future__ import annotations

from stadtherz.lib.townpack.build import build
from stadtherz.lib.townpack.errors import TownPackError
from stadtherz.lib.townpack.lamps import lamps_of
from stadtherz.lib.townpack.read import read_about, read_lights, read_pack
from stadtherz.lib.townpack.values import (
    ABOUT,
    ADDRESSES,
    BASEMAP,
    FORMAT,
    LIGHTS,
    PLACES,
    POIS,
    STREETS,
    Address,
    LightCounts,
    PackPlan,
    Place,
    Poi,
    TownAbout,
    TownPack,
)

__all__ = [
    "ABOUT",
    "ADDRESSES",
    "BASEMAP",
    "FORMAT",
    "LIGHTS",
    "PLACES",
    "POIS",
    "STREETS",
    "Address",
    "LightCounts",
    "PackPlan",
    "Place",
    "Poi",
    "TownAbout",
    "TownPack",
    "TownPackError",
    "build",
    "lamps_of",
    "read_about",
    "read_lights",
    "read_pack",
]
