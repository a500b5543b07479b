"""What a town pack holds: plain values, one class per noun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from stadtherz.lib.osm import Bbox
    from stadtherz.lib.streetgraph import StreetGraph

FORMAT = 1
"""Version of the pack's files; a reader refuses any other."""

ABOUT, BASEMAP, STREETS = "town.toml", "basemap.pmtiles", "streets.npz"
ADDRESSES, POIS, PLACES = "addresses.csv.gz", "pois.csv.gz", "places.geojsonl.gz"
LIGHTS = "lights.toml"
"""File names. ``lights.toml`` is kept by hand beside the built files and is optional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPlan:
    """What a person says about a town before its pack is built.

    Args:
        key: short name in addresses, ``[a-z][a-z0-9-]*``, such as ``kaiserslautern``.
        name: the town's name as people write it.
        country: ISO 3166-1 alpha-2 code.
        timezone: IANA zone.
        source: where the extract came from, one sentence.
        source_on: day of the extract's state; ``None`` when unknown.
        licence: SPDX identifier of the data.
        attribution: the line that every map and export shows.
        bbox: west, south, east, north in degrees; ``None`` takes the extract's own box.

    """

    key: str
    name: str
    country: str = "DE"
    timezone: str = "Europe/Berlin"
    source: str = ""
    source_on: date | None = None
    licence: str = "ODbL-1.0"
    attribution: str = "© OpenStreetMap contributors"
    bbox: Bbox | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TownAbout:
    """The pack's ``town.toml``: the plan as built, with counts and one SHA-256 per file.

    ``counts`` has the keys ``streets`` (named), ``edges``, ``nodes``, ``addresses``, ``pois``,
    ``places``, ``tiles``; ``length_km`` is the sum of all edges; ``centre`` is lon, lat.
    """

    format: int
    key: str
    name: str
    country: str
    timezone: str
    bbox: Bbox
    centre: tuple[float, float]
    source: str
    source_on: date | None
    licence: str
    attribution: str
    length_km: float
    counts: Mapping[str, int]
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """A house number with its position in degrees; unknown parts are empty strings."""

    street: str
    housenumber: str
    postcode: str
    city: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Poi:
    """A point of interest: ``kind`` is ``key=value`` of its leading tag (``amenity=cafe``).

    ``osm`` is ``n``, ``w`` or ``r`` and the number: stable across rebuilds.
    """

    osm: str
    name: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A named or typed thing with a shape (shapely, degrees): school, park, water, suburb ...

    ``kind`` is one of ``KINDS`` in :mod:`stadtherz.lib.townpack.gather`.
    """

    osm: str
    name: str
    kind: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class LightCounts:
    """Published lamp counts: ``streets`` maps a street's full name to its exact number."""

    spacing_m: float = 31.0
    streets: Mapping[str, int] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TownPack:
    """A whole pack, checked and decoded. ``basemap`` is the PMTiles archive's bytes.

    Serve tiles with :class:`stadtherz.lib.tiles.Archive`.
    """

    about: TownAbout
    basemap: bytes
    streets: StreetGraph
    addresses: tuple[Address, ...]
    pois: tuple[Poi, ...]
    places: tuple[Place, ...]
    lights: LightCounts
