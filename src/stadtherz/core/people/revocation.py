"""Telling open streams that a right is gone; the live bus hangs itself in at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

_TELLERS: list[Callable[[dict[str, str]], None]] = []


def on_revocation(tell: Callable[[dict[str, str]], None]) -> None:
    """Have `tell` called with the ids that lost rights; it must not block or raise."""
    _TELLERS.append(tell)


def announce_revocation(
    *, person_id: UUID | None = None, token_id: UUID | None = None, session_key: str = ""
) -> None:
    """After commit: whoever listens under these ids is checked again and sent away."""
    ids = {"person_id": person_id, "token_id": token_id, "session_key": session_key}
    message = {name: str(value) for name, value in ids.items() if value}
    transaction.on_commit(lambda: [tell(message) for tell in _TELLERS] and None)
