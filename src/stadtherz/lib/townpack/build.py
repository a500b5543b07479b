"""Building a pack: one extract in, named bytes out."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from stadtherz.lib.osm import Bbox, Extract, TownFileError
from stadtherz.lib.streetgraph import StreetGraph, make_graph, to_bytes
from stadtherz.lib.tiles import cut_tiles, features_of, to_archive
from stadtherz.lib.townpack.about import about_to_text
from stadtherz.lib.townpack.errors import TownPackError
from stadtherz.lib.townpack.gather import addresses_of, places_of, pois_of
from stadtherz.lib.townpack.store import addresses_to_bytes, places_to_bytes, pois_to_bytes
from stadtherz.lib.townpack.values import (
    ABOUT,
    ADDRESSES,
    BASEMAP,
    FORMAT,
    PLACES,
    POIS,
    STREETS,
    PackPlan,
    TownAbout,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEY = re.compile(r"[a-z][a-z0-9-]{0,62}")


def build(
    extract: Extract, plan: PackPlan, *, progress: Callable[[str], None] = lambda _: None
) -> dict[str, bytes]:
    """Build every file of a town pack.

    Args:
        extract: from :func:`stadtherz.lib.osm.read_extract`; read it with ``plan.bbox``.
        plan: what a person says about the town.
        progress: called with a line at every step, at most about 2 s apart for a town.

    Returns:
        File name to bytes, ``town.toml`` last: a caller that writes in this order leaves no
        directory that looks whole before it is. Write into a new directory beside the old one,
        flush, carry over what people keep there (``lights.toml``, ``NOTICE``), and rename.

    Raises:
        TownPackError: the key is no short name.
        TownFileError: the extract has no street in it.

    """
    if not KEY.fullmatch(plan.key):
        raise TownPackError(
            f"“{plan.key}” cannot be a town's key.",
            fix="Use small letters, digits and hyphens, beginning with a letter, at most 63.",
            code="town.E010",
        )
    bbox = plan.bbox or extract.bbox
    progress("joining streets")
    streets = _streets(extract)
    progress("collecting addresses and places")
    addresses, pois, places = addresses_of(extract), pois_of(extract), places_of(extract)
    progress("preparing the map")
    tiles = cut_tiles(features_of(extract), bbox, progress=progress)
    files = {
        BASEMAP: to_archive(tiles, bbox, name=plan.name, attribution=plan.attribution),
        STREETS: to_bytes(streets),
        ADDRESSES: addresses_to_bytes(addresses),
        POIS: pois_to_bytes(pois),
        PLACES: places_to_bytes(places),
    }
    counts = {
        "streets": len(streets.names) - 1,
        "edges": streets.edge_count,
        "nodes": streets.node_count,
        "addresses": len(addresses),
        "pois": len(pois),
        "places": len(places),
        "tiles": len(tiles),
    }
    about = _about(plan, bbox, streets, counts, files)
    return {**files, ABOUT: about_to_text(about).encode()}


def _streets(extract: Extract) -> StreetGraph:
    try:
        return make_graph(extract.lines)
    except ValueError as error:
        raise TownFileError(
            "The extract has no street within the chosen box.",
            fix="Check the box (west, south, east, north in degrees) or choose another extract.",
            code="town.E004",
        ) from error


def _about(
    plan: PackPlan,
    bbox: Bbox,
    streets: StreetGraph,
    counts: Mapping[str, int],
    files: Mapping[str, bytes],
) -> TownAbout:
    west, south, east, north = bbox
    return TownAbout(
        format=FORMAT,
        key=plan.key,
        name=plan.name,
        country=plan.country,
        timezone=plan.timezone,
        bbox=bbox,
        centre=((west + east) / 2, (south + north) / 2),
        source=plan.source,
        source_on=plan.source_on,
        licence=plan.licence,
        attribution=plan.attribution,
        length_km=round(float(streets.edge_length_m.sum()) / 1000, 1),
        counts=counts,
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    )
