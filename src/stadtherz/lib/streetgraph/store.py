"""The graph as compact bytes: one compressed NumPy archive, the same bytes for the same graph."""

from __future__ import annotations

import io
import zipfile
import zlib

import numpy as np
import numpy.typing as npt

from stadtherz.lib.streetgraph.classes import CLASSES
from stadtherz.lib.streetgraph.graph import StreetGraph

ARRAYS = (
    "node_osm", "edge_from", "edge_to", "edge_class", "edge_name",
    "edge_flags", "edge_speed_kmh", "edge_way", "shape_start",
)  # fmt: skip
SCALE = 1e7
"""OpenStreetMap's own precision: 1e-7 degrees in 32 bits."""


def to_bytes(graph: StreetGraph) -> bytes:
    """Write the graph as NPZ; shapes as differences of 1e-7 degrees, which compress well."""
    lonlat = np.round(graph.shape_lonlat * SCALE).astype(np.int64)
    steps = np.diff(lonlat, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).astype(np.int32)
    names = np.frombuffer("\n".join(graph.names).encode(), dtype=np.uint8)
    arrays = {name: getattr(graph, name) for name in ARRAYS}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in {**arrays, "shape_steps": steps, "names": names}.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            # ZipInfo without a date stands at 1980-01-01: no clock in the bytes
            member = zipfile.ZipInfo(f"{name}.npy")
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content.getvalue())
    return target.getvalue()


def from_bytes(content: bytes) -> StreetGraph:
    """Read what ``to_bytes`` wrote; ``ValueError`` when it is damaged or contradicts itself."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in (*ARRAYS, "shape_steps", "names")}
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"not a street graph: {error}") from error
    names = tuple(arrays.pop("names").tobytes().decode().split("\n"))
    steps: npt.NDArray[np.int32] = arrays.pop("shape_steps")
    lonlat = np.cumsum(steps.astype(np.int64), axis=0) / SCALE
    graph = StreetGraph(**arrays, shape_lonlat=lonlat, names=names)
    _check(graph)
    return graph


def _check(graph: StreetGraph) -> None:
    edges = graph.edge_count
    per_edge = (
        graph.edge_to, graph.edge_class, graph.edge_name,
        graph.edge_flags, graph.edge_speed_kmh, graph.edge_way,
    )  # fmt: skip
    sound = (
        edges > 0
        and all(len(array) == edges for array in per_edge)
        and len(graph.shape_start) == edges + 1
        and int(graph.shape_start[0]) == 0
        and int(graph.shape_start[-1]) == len(graph.shape_lonlat)
        and int(np.diff(graph.shape_start).min()) > 1
        and _within(graph.edge_from, graph.node_count)
        and _within(graph.edge_to, graph.node_count)
        and _within(graph.edge_name, len(graph.names))
        and _within(graph.edge_class, len(CLASSES))
    )
    if not sound:
        raise ValueError("not a street graph: its arrays contradict each other")


def _within(values: npt.NDArray[np.int32] | npt.NDArray[np.uint8], size: int) -> bool:
    return int(values.min()) >= 0 and int(values.max()) < size
