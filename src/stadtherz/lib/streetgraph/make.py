"""From OpenStreetMap lines to the graph: cut at junctions, read the tags."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stadtherz.lib.osm import Line, Tags
from stadtherz.lib.streetgraph.classes import CLASSES, INDEX
from stadtherz.lib.streetgraph.graph import EdgeFlag, StreetGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

YES = frozenset({"yes", "designated", "permissive", "destination", "official", "customers"})
NO = frozenset({"no", "private", "use_sidepath"})


def make_graph(lines: Iterable[Line]) -> StreetGraph:
    """Build the graph from every line with a known ``highway`` class, in the order given.

    Lines are cut where they meet another line or themselves; one-way lines against their
    drawing (``oneway=-1``) are turned. Raises ``ValueError`` when no line is a street.
    """
    streets = [_turned(line) for line in lines if line.tags.get("highway") in INDEX]
    if not streets:
        raise ValueError("no line is a street")
    junctions = _junctions(streets)
    pieces = [piece for line in streets for piece in _pieces(line, junctions)]
    if not pieces:
        raise ValueError("no street has a length")
    nodes, ends = np.unique(
        np.array([(piece.nodes[0], piece.nodes[-1]) for piece in pieces]), return_inverse=True
    )
    ends = ends.reshape(-1, 2)
    names = ("", *sorted({piece.name for piece in pieces} - {""}))
    name_index = {name: number for number, name in enumerate(names)}
    return StreetGraph(
        node_osm=nodes,
        edge_from=ends[:, 0].astype(np.int32),
        edge_to=ends[:, 1].astype(np.int32),
        edge_class=np.array([piece.way_class for piece in pieces], dtype=np.uint8),
        edge_name=np.array([name_index[piece.name] for piece in pieces], dtype=np.int32),
        edge_flags=np.array([piece.flags for piece in pieces], dtype=np.uint8),
        edge_speed_kmh=np.array([piece.speed_kmh for piece in pieces], dtype=np.uint8),
        edge_way=np.array([piece.way for piece in pieces], dtype=np.int64),
        shape_start=np.cumsum([0, *(len(piece.nodes) for piece in pieces)]).astype(np.int32),
        shape_lonlat=np.round(np.concatenate([piece.lonlat for piece in pieces]), 7),
        names=names,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    nodes: npt.NDArray[np.int64]
    lonlat: npt.NDArray[np.float64]
    way: int
    way_class: int
    name: str
    flags: int
    speed_kmh: int


def _turned(line: Line) -> Line:
    if line.tags.get("oneway") not in {"-1", "reverse"}:
        return line
    return Line(line.osm, line.nodes[::-1], line.lonlat[::-1], {**line.tags, "oneway": "yes"})


def _junctions(streets: Iterable[Line]) -> frozenset[int]:
    uses = Counter(node for line in streets for node in line.nodes.tolist())
    ends = {int(node) for line in streets for node in (line.nodes[0], line.nodes[-1])}
    return frozenset(ends | {node for node, count in uses.items() if count > 1})


def _pieces(line: Line, junctions: frozenset[int]) -> Iterator[_Piece]:
    inner = range(1, len(line.nodes) - 1)
    cuts = [0, *(at for at in inner if int(line.nodes[at]) in junctions), len(line.nodes) - 1]
    way_class = INDEX[line.tags["highway"]]
    flags, speed = _flags(line.tags), _speed_kmh(line.tags.get("maxspeed", ""))
    for first, last in itertools.pairwise(cuts):
        lonlat = line.lonlat[first : last + 1]
        if (lonlat != lonlat[0]).any():  # pieces without length cannot be travelled
            nodes = line.nodes[first : last + 1]
            name = line.tags.get("name", "").strip()
            yield _Piece(nodes, lonlat, int(line.osm[1:]), way_class, name, flags, speed)


def _flags(tags: Tags) -> int:
    way, flags = CLASSES[INDEX[tags["highway"]]], EdgeFlag(0)
    access = tags.get("access", "")
    for bit, usual, keys in (
        (EdgeFlag.WALK, way.walk, ("foot",)),
        (EdgeFlag.CYCLE, way.cycle, ("bicycle", "vehicle")),
        (EdgeFlag.DRIVE, way.drive, ("motorcar", "motor_vehicle", "vehicle")),
    ):
        if _allowed([tags[key] for key in keys if key in tags], access, usual=usual):
            flags |= bit
    round_about = tags.get("junction") in {"roundabout", "circular"}
    oneway = tags.get("oneway", "yes" if way.key == "motorway" or round_about else "no")
    if oneway in {"yes", "true", "1"}:
        flags |= EdgeFlag.ONEWAY
        if tags.get("oneway:bicycle") == "no" or tags.get("cycleway", "").startswith("opposite"):
            flags |= EdgeFlag.CYCLE_BOTH_WAYS
    if "lit" in tags:
        flags |= EdgeFlag.UNLIT if tags["lit"] in {"no", "disused"} else EdgeFlag.LIT
    return int(flags | (EdgeFlag.ROUNDABOUT if round_about else 0))


def _allowed(own: list[str], access: str, *, usual: bool) -> bool:
    """The most specific tag decides; the general ``access`` only restricts."""
    for value in own:
        if value in YES or value in NO:
            return value in YES
    return usual and access not in NO


def _speed_kmh(text: str) -> int:
    """``50``, ``30 mph``, ``walk``; 0 for none, signals, or anything unreadable."""
    if text == "walk":
        return 7
    number, _, unit = text.partition(" ")
    if not number.isascii() or not number.isdigit():
        return 0
    return min(round(int(number) * (1.609344 if unit == "mph" else 1.0)), 255)
