"""What the light wave needs to know about streets: arrays, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class StreetArrays(Protocol):
    """A street graph as arrays; any object with these attributes will do.

    Edges can be walked in both directions. ``n`` nodes, ``e`` edges; the adjacency is CSR: the
    edges that touch node ``i`` are ``out_edge[out_start[i]:out_start[i + 1]]`` (an edge is
    listed at both of its ends).
    """

    @property
    def edge_from(self) -> NDArray[np.int32]:
        """Node where each edge begins, shape (e,)."""

    @property
    def edge_to(self) -> NDArray[np.int32]:
        """Node where each edge ends, shape (e,)."""

    @property
    def edge_length_m(self) -> NDArray[np.floating[Any]]:
        """Length of each edge in metres, > 0, shape (e,)."""

    @property
    def out_start(self) -> NDArray[np.int32]:
        """CSR offsets into ``out_edge``, shape (n + 1,)."""

    @property
    def out_edge(self) -> NDArray[np.int32]:
        """Edges at each node, shape (2 e,)."""
