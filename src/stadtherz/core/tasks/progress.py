"""What a running task holds: whom it acts for, how far it is, and whether it must stop."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from stadtherz.core.tasks.actors import actor_from_json
from stadtherz.core.tasks.errors import CancelledError, LeaseLostError, StoppingError

if TYPE_CHECKING:
    from uuid import UUID

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.tasks.leases import Lease
    from stadtherz.core.tasks.models import Work

_WRITE_EVERY_S: Final = 0.25
_LONGEST_MESSAGE: Final = 300


class Progress:
    """First argument of every task.

    Attributes:
        work_id: the work's id, for results that must be written once only.
        attempt: which try this is, from 1.
        organisation_id: whose work it is, if anybody's.

    """

    def __init__(self, work: Work, lease: Lease, stop: threading.Event) -> None:
        self.work_id: UUID = work.id
        self.attempt = lease.attempt
        self.organisation_id: UUID | None = work.organisation_id
        self.is_lost = threading.Event()
        self._actor = work.actor
        self._lease = lease
        self._stop = stop
        self._written_s = -_WRITE_EVERY_S

    @property
    def actor(self) -> Actor:
        """In whose name to act, with the rights held now."""
        return actor_from_json(self._actor)

    def report(self, done: float, message: str = "") -> None:
        """Say how far it is, and find out whether to go on; cheap enough for inner loops.

        Args:
            done: 0 to 1; values beyond are cut.
            message: for people, at most 300 characters are kept.

        Raises:
            CancelledError, LeaseLostError, StoppingError: stop now; let it pass.

        """
        if self._stop.is_set():
            raise StoppingError
        if self.is_lost.is_set():
            raise LeaseLostError
        now_s = time.monotonic()
        if now_s - self._written_s < _WRITE_EVERY_S:
            return
        self._written_s = now_s
        kept = {"progress": min(1.0, max(0.0, done)), "message": message[:_LONGEST_MESSAGE]}
        if not self._lease.rows().update(**kept):
            raise LeaseLostError
        if self._lease.rows().filter(is_cancel_wanted=True).exists():
            raise CancelledError
