"""What the edge answers: status, headers and, mostly, what happened and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from stadtherz.core.people.contract import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.core.exceptions import PermissionDenied

    Send = Callable[[dict[str, Any]], Awaitable[None]]

VERSION = b"1.0.0"
Answer = tuple[int, dict[str, str], dict[str, Any] | None]


class Refusal(Exception):  # noqa: N818 - an answer on its way up, not a failure
    """Carries an answer past everything that was still to do."""

    def __init__(self, status: int, code: str, message: str, fix: str) -> None:
        self.answer = told(status, code, message, fix)


def told(status: int, code: str, message: str, fix: str) -> Answer:
    """Say what happened, why, and what to do."""
    return status, {}, {"message": message, "fix": fix, "code": code}


def not_allowed(error: PermissionDenied) -> Answer:
    """Name the right that is missing."""
    right = error.permission if isinstance(error, NotAllowedError) else ""
    return told(
        403,
        "house.E403",
        _("This needs the right %(right)s.") % {"right": right},
        _("Ask the control centre for a key."),
    )


async def send_answer(send: Send, answer: Answer) -> None:
    """Write the answer; 204 has neither body nor length."""
    status, headers, body = answer
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    pairs = {"Tus-Resumable": VERSION.decode(), "X-Content-Type-Options": "nosniff", **headers}
    if content:
        pairs["Content-Type"] = "application/json"
    if status != 204:  # noqa: PLR2004 - No Content has no length
        pairs["Content-Length"] = str(len(content))
    raw = [(name.lower().encode(), value.encode()) for name, value in pairs.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})
