"""Blocking work of a request, beside the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import close_old_connections
from django.utils.translation import get_language, override

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def in_thread(function: Callable[..., T], *args: Any) -> T:
    """Call a function in a thread, in the language of the request."""
    language = get_language()  # a thread begins with the default one

    def run() -> T:
        try:
            with override(language):
                return function(*args)
        finally:
            close_old_connections()

    return await asyncio.to_thread(run)
