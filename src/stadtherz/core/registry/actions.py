"""Entering a room into the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.registry.book import BOOK

if TYPE_CHECKING:
    from stadtherz.core.registry.contract import Module


def register(module: Module) -> Module:
    """Enter `module`; called once per room, in its ``module.py``.

    Raises:
        ValueError: the key is taken, or a contribution's key is not the module's own.

    """
    BOOK.enter(module)
    return module
