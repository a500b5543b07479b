"""Reading a pack: checked as a whole before anything of it is used."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, TypeVar

from stadtherz.lib.streetgraph import from_bytes
from stadtherz.lib.tiles import Archive
from stadtherz.lib.townpack.about import about_from_text
from stadtherz.lib.townpack.errors import TownPackError
from stadtherz.lib.townpack.store import (
    addresses_from_bytes,
    places_from_bytes,
    pois_from_bytes,
)
from stadtherz.lib.townpack.values import (
    ABOUT,
    ADDRESSES,
    BASEMAP,
    LIGHTS,
    PLACES,
    POIS,
    STREETS,
    LightCounts,
    TownAbout,
    TownPack,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
FIX = "Load the pack again from where it came, or build it with “stadtherz town build”."


def read_about(content: bytes) -> TownAbout:
    """Decode ``town.toml`` alone, for lists of packs; :class:`TownPackError` when it is damaged."""
    return _decoded(ABOUT, content, lambda raw: about_from_text(raw.decode()))


def read_pack(files: Mapping[str, bytes]) -> TownPack:
    """Check and decode a pack.

    Args:
        files: file name to bytes; further files are ignored, ``lights.toml`` is optional.

    Raises:
        TownPackError: a file is missing, differs from its SHA-256 in ``town.toml``, is of
            another format, or contradicts itself; the message names the file.

    """
    about = read_about(_content(files, ABOUT))
    for name in (BASEMAP, STREETS, ADDRESSES, POIS, PLACES):
        if hashlib.sha256(_content(files, name)).hexdigest() != about.sha256.get(name):
            raise _error(f"“{name}” of the town pack is damaged: it is not the file that was built")
    _decoded(BASEMAP, files[BASEMAP], Archive)
    return TownPack(
        about=about,
        basemap=files[BASEMAP],
        streets=_decoded(STREETS, files[STREETS], from_bytes),
        addresses=_decoded(ADDRESSES, files[ADDRESSES], addresses_from_bytes),
        pois=_decoded(POIS, files[POIS], pois_from_bytes),
        places=_decoded(PLACES, files[PLACES], places_from_bytes),
        lights=read_lights(files[LIGHTS]) if LIGHTS in files else LightCounts(),
    )


def read_lights(content: bytes) -> LightCounts:
    """Decode ``lights.toml``: ``spacing_m``, ``source``, and ``[streets]`` name = count."""
    return _decoded(LIGHTS, content, _lights)


def _lights(content: bytes) -> LightCounts:
    table = tomllib.loads(content.decode())
    streets = {str(name): int(count) for name, count in table.get("streets", {}).items()}
    spacing_m = float(table.get("spacing_m", 31.0))
    if spacing_m <= 0 or any(count < 0 for count in streets.values()):
        raise ValueError("spacing_m must be above 0 and no count below 0")
    return LightCounts(spacing_m, streets, str(table.get("source", "")))


def _content(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise _error(f"The town pack has no “{name}”")
    return files[name]


def _decoded(name: str, content: bytes, decode: Callable[[bytes], T]) -> T:
    try:
        return decode(content)
    except (ValueError, TypeError, AttributeError) as error:
        raise _error(f"“{name}” of the town pack cannot be read: {error}") from error


def _error(message: str) -> TownPackError:
    return TownPackError(f"{message}.", fix=FIX, code="town.E011")
