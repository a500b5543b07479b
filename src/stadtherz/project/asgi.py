"""The web edge: raw ASGI for event streams and uploads, Django on eight threads for pages.

Eight slow phones on eight threads would stop the town; so whatever takes long to read or
write never enters Django (docs/decisions: uvicorn and a2wsgi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from stadtherz.project.bodies import WholeBodies
from stadtherz.project.wsgi import application as django

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

from stadtherz.core.live.stream import app as live
from stadtherz.core.media.upload import app as upload

WEB_THREADS = 8
BODY_WITHIN_S = 30.0


def pages_of(wsgi: object) -> App:
    """A WSGI application on threads that neither slow senders nor slow takers hold.

    Answers wait without limit (0) for their takers: a page lies in memory whole anyway.
    """
    threads = WSGIMiddleware(cast("Any", wsgi), workers=WEB_THREADS, send_queue_size=0)
    return WholeBodies(
        cast("App", threads),
        most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        within_s=BODY_WITHIN_S,
    )


PAGES = pages_of(django)
RAW: tuple[tuple[str, App], ...] = (("/live", live), ("/upload", upload))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Route one connection by its path."""
    if scope["type"] == "lifespan":
        await _live_and_die(scope, receive, send)
        return
    path = scope.get("path", "")
    for prefix, app in RAW:
        if path == prefix or path.startswith(f"{prefix}/"):
            await app(scope, receive, send)
            return
    await PAGES(scope, receive, send)


async def _live_and_die(scope: Scope, receive: Receive, send: Send) -> None:
    await live(scope, receive, send)
