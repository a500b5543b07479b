"""One open stream as the hub sees it: what it may hear and what waits for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor


class Listener:
    """A bounded mailbox; all methods are called in the event loop's thread.

    Args:
        scope: the ASGI scope of the request, kept to read the actor again.
        topics: topic keys with the right each one needs (None is public).
        actor: who listens, with current rights.
        session_key: of the cookie that vouches for a person, or nothing.
        most_waiting_bytes: beyond this the reader has lost touch.
        stuck_s: after a close, how long the last bytes may take before the stream is cut.

    """

    __slots__ = (
        "_future",
        "_most",
        "_size",
        "_stuck_s",
        "_task",
        "_waiting",
        "actor",
        "farewell",
        "scope",
        "session_key",
        "topics",
    )

    def __init__(
        self,
        scope: dict[str, Any],
        topics: dict[str, str | None],
        *,
        actor: Actor,
        session_key: str,
        most_waiting_bytes: int,
        stuck_s: float = 5.0,
    ) -> None:
        self.scope = scope
        self.topics = topics
        self.actor = actor
        self.session_key = session_key
        self.farewell: bytes | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self._most = most_waiting_bytes
        self._future: asyncio.Future[None] | None = None
        self._stuck_s = stuck_s
        self._task = asyncio.current_task()

    def hears(self, topic: str, organisation_id: UUID | None) -> bool:
        """Whether a message of this topic, concerning this organisation, is for this listener."""
        permission = self.topics[topic]
        return (
            permission is None
            or organisation_id is None
            or self.actor.may(permission, organisation_id)
        )

    def still_may(self, actor: Actor) -> bool:
        """Whether the actor read again is the same one and holds every right in use."""
        same = (actor.kind, actor.id) == (self.actor.kind, self.actor.id)
        return same and all(p is None or actor.may(p) for p in self.topics.values())

    def put(self, frame: bytes, *, lost: bytes) -> None:
        """Leave bytes; when too much waits, everything gives way to `lost` and the end."""
        if self.farewell is not None:
            return
        self._size += len(frame)
        if self._size > self._most:
            self._waiting.clear()
            self.close(lost)
            return
        self._waiting.append(frame)
        self._wake()

    def close(self, farewell: bytes = b"") -> None:
        """End the stream after what waits and these last bytes."""
        if self.farewell is None:
            self.farewell = farewell
            self._wake()
            if self._task is not None:
                asyncio.get_running_loop().call_later(self._stuck_s, self._task.cancel)

    async def take(self) -> bytes:
        """Wait for bytes; nothing means the end, and `farewell` is what to send last."""
        if not self._waiting and self.farewell is None:
            self._future = asyncio.get_running_loop().create_future()
            try:
                await self._future
            finally:
                self._future = None
        taken = self._waiting[0] if len(self._waiting) == 1 else b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return taken

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, so that a heartbeat is worth sending."""
        return not self._waiting

    def _wake(self) -> None:
        if self._future is not None and not self._future.done():
            self._future.set_result(None)
