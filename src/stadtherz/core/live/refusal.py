"""Saying no to a raw request, as JSON for programs with a sentence for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_FIXES: Final = {
    400: "Correct the address and ask again.",
    403: "Sign in with an account that has this right.",
    404: "See the list of topics in the reference.",
    405: "Use GET.",
    429: "Close a tab, or share one stream between tabs.",
    503: "Wait a few seconds; the page tries again by itself.",
}


class Refusal(Exception):  # noqa: N818 -- an answer, not a failure
    """An answer other than 200, raised where it is decided.

    Args:
        status: HTTP status code.
        code: short stable identifier that the documentation explains.
        message: what is wrong, one sentence.

    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    async def send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Write the whole response."""
        error = {"message": self.message, "fix": _FIXES[self.status], "code": self.code}
        body = json.dumps({"error": error}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if self.status in {429, 503}:
            headers.append((b"retry-after", b"5"))
        if self.status == 405:  # noqa: PLR2004 -- Method Not Allowed
            headers.append((b"allow", b"GET"))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
