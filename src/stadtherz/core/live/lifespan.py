"""Starting and stopping with the server (ASGI lifespan protocol 2.0).

A server waits for open responses before it sends ``lifespan.shutdown``, and event streams never
end by themselves: so the streams are closed when the signal arrives, ahead of the server's wait.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import FrameType


async def attend_lifespan(
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
    *,
    close: Callable[[], None],
) -> None:
    """Answer the server's lifespan messages until it stops."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _close_at_signals(close)
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            close()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _close_at_signals(close: Callable[[], None]) -> None:
    """Put ourselves before the server's own handlers; only the main thread may do that."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)

        def stop(number: int, frame: FrameType | None, *, servers_own: Any = servers_own) -> None:
            loop.call_soon_threadsafe(close)
            if callable(servers_own):
                servers_own(number, frame)

        if callable(servers_own):
            signal.signal(number, stop)
