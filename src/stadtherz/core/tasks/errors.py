"""What can go wrong with durable work.

TaskError          the work cannot be queued, cancelled or retried as asked
WorkEndedError     raised inside a running task: stop now
├── CancelledError     somebody cancelled it
├── LeaseLostError     another worker has it
└── StoppingError      this worker is stopping; the work goes back to the queue
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class TaskError(CityError):
    """Work cannot be queued, cancelled or retried as asked."""


class WorkEndedError(Exception):
    """Raised by `Progress.report` inside a task that must stop; let it pass."""


class CancelledError(WorkEndedError):
    """Somebody cancelled the work."""


class LeaseLostError(WorkEndedError):
    """The work belongs to another worker now."""


class StoppingError(WorkEndedError):
    """This worker stops; the work goes back to the queue."""
