"""Server-sent events as bytes (HTML Living Standard, section 9.2, Server-sent events)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HEARTBEAT: Final = b":\n\n"


def event_frame(name: str, message: Mapping[str, Any], *, event_id: str = "") -> bytes:
    """Write one event; the JSON stands on one ``data`` line.

    Args:
        name: the event's type, without line breaks.
        message: what ``json`` can carry.
        event_id: the last event's id that a browser names on ; nothing leaves it as it was.

    """
    data = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
    head = f"id: {event_id}\n" if event_id else ""
    return f"{head}event: {name}\ndata: {data}\n\n".encode()


def retry_frame(milliseconds: int) -> bytes:
    """Tell the browser how long to wait before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()
