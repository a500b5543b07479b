"""Doing one piece of work and writing down how it ended."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from stadtherz.core.tasks.domain import WorkState
from stadtherz.core.tasks.errors import CancelledError, LeaseLostError, StoppingError
from stadtherz.core.tasks.registering import TASKS

if TYPE_CHECKING:
    from stadtherz.core.tasks.leases import Lease
    from stadtherz.core.tasks.models import Work
    from stadtherz.core.tasks.progress import Progress

log = logging.getLogger(__name__)

_LONGEST_ERROR = 1000


def perform(work: Work, lease: Lease, progress: Progress) -> None:
    """Call the task; whatever happens, the row says so unless the lease is lost."""
    try:
        result = TASKS[work.task].run(progress, *work.arguments)
        json.dumps(result, allow_nan=False)
    except StoppingError:
        lease.give_back()
    except LeaseLostError:
        log.warning("work was taken over", extra={"work": str(work.id), "task": work.task})
    except CancelledError:
        lease.end(WorkState.CANCELLED)
    except Exception as error:
        log.exception("work failed", extra={"work": str(work.id), "task": work.task})
        lease.fail(told(error))
    else:
        lease.end(WorkState.DONE, result=result, progress=1.0, error=None)


def told(error: BaseException) -> dict[str, Any]:
    """An error as it is kept: kind, message, and the code and fix of errors for people."""
    return {
        "kind": type(error).__name__,
        "message": str(getattr(error, "message", error))[:_LONGEST_ERROR],
        "fix": str(getattr(error, "fix", "")),
        "code": str(getattr(error, "code", "")),
    }
