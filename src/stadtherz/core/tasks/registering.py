"""The decorator `task` and the list of all tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadtherz.core.tasks.progress import Progress

Ts = TypeVarTuple("Ts")

TASKS: Final[dict[str, Task[*tuple[Any, ...]]]] = {}


@dataclass(frozen=True, kw_only=True)
class Task(Generic[*Ts]):
    """A function that workers can call: `run(progress, *arguments)`.

    Attributes:
        key: ``<module>.<verb>``.
        run: idempotent, because a killed worker's work is done again.
        max_attempts: tries in all; a try that a kill cut short counts.
        lease_s: how long a worker may be silent before another one takes over.
        in_child: run in a process of its own, for long or heavy work.

    """

    key: str
    run: Callable[[Progress, *Ts], Any]
    max_attempts: int
    lease_s: float
    in_child: bool


def task(
    key: str, *, max_attempts: int = 5, lease_s: float = 30.0, in_child: bool = False
) -> Callable[[Callable[[Progress, *Ts], Any]], Task[*Ts]]:
    """Make a function durable work; its arguments and its result are JSON values.

    Args:
        key: ``<module>.<verb>``; stands in the database, so it never changes.
        max_attempts: tries in all, at least 1.
        lease_s: silence after which another worker takes over; at least 1.
        in_child: run in a process of its own.

    Raises:
        ValueError: the key is taken, or a number is out of range.

    """
    if key in TASKS or max_attempts < 1 or lease_s < 1:
        raise ValueError(f"Task {key!r} exists already or its numbers are out of range.")

    def decorate(run: Callable[[Progress, *Ts], Any]) -> Task[*Ts]:
        made = Task(key=key, run=run, max_attempts=max_attempts, lease_s=lease_s, in_child=in_child)
        TASKS[key] = made
        return made

    return decorate
