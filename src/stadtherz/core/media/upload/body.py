"""The bytes of a request as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Receive = Callable[[], Awaitable[dict[str, Any]]]

GATHER_BYTES: Final = 1 << 20
"""So much is gathered before it goes to disk: each step there is one into another thread."""


class Disconnected(Exception):  # noqa: N818 - the client went; what it sent is kept
    """The connection ended before the request did."""


async def pieces(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the body in pieces of about `GATHER_BYTES`.

    Raises:
        Disconnected: the client went; everything that came was yielded before.

    """
    gathered: list[bytes] = []
    more, is_there = True, True
    while more and is_there:
        message = await receive()
        is_there = message["type"] != "http.disconnect"
        if chunk := message.get("body", b""):
            gathered.append(chunk)
        more = message.get("more_body", False)
        if gathered and (not more or sum(map(len, gathered)) >= GATHER_BYTES):
            yield gathered[0] if len(gathered) == 1 else b"".join(gathered)
            gathered.clear()
    if not is_there:
        raise Disconnected
