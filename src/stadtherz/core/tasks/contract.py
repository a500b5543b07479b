"""What other rooms use of tasks."""

from stadtherz.core.tasks.errors import CancelledError, TaskError, WorkEndedError
from stadtherz.core.tasks.progress import Progress
from stadtherz.core.tasks.queueing import enqueue
from stadtherz.core.tasks.registering import Task, task

__all__ = [
    "CancelledError",
    "Progress",
    "Task",
    "TaskError",
    "WorkEndedError",
    "enqueue",
    "task",
]
