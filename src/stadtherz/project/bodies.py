"""Forms are read whole before one of Django's few threads is taken for them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOO_LONG: Final = (413, "house.E413", "This is longer than a form may be.", "Send less at once.")
TOO_SLOW: Final = (408, "house.E408", "The form took too long to arrive.", "Send it again.")


class WholeBodies:
    """Hands a request on once its body is there: who sends a byte a minute waits alone.

    Args:
        app: what answers.
        most_bytes: longest body.
        within_s: how long a body may take to arrive.

    """

    def __init__(self, app: App, *, most_bytes: int, within_s: float) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing is answered to a client that went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._within_s):
                body = await self._whole(scope, receive)
        except TimeoutError:
            await _refuse(send, TOO_SLOW)
        except ValueError:
            await _refuse(send, TOO_LONG)
        except ConnectionError:
            return
        else:
            await self._app(scope, _replay(body, receive), send)

    async def _whole(self, scope: Scope, receive: Receive) -> bytes:
        if _announced(scope) > self._most_bytes:
            raise ValueError("too long")
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise ConnectionError("the client went")
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._most_bytes:
                raise ValueError("too long")
        return bytes(body)


def _announced(scope: Scope) -> int:
    """The length that the header tells; 0 without one, which the server has checked already."""
    told = next((v for k, v in scope["headers"] if k == b"content-length"), b"")
    return int(told) if told.isdigit() else 0


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> dict[str, Any]:
        return waiting.pop() if waiting else await receive()

    return again


async def _refuse(send: Send, answer: tuple[int, str, str, str]) -> None:
    status, code, message, fix = answer
    content = json.dumps({"message": message, "fix": fix, "code": code}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
