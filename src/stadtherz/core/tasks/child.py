"""A task in a process of its own; ``python -m stadtherz.core.tasks.child ID OWNER ATTEMPT``.

The worker holds the other end of standard input: when it ends, however, the child ends too, so
that work is never done twice at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from stadtherz.core.tasks.leases import Lease
    from stadtherz.core.tasks.progress import Progress

_GLANCE_S: Final = 0.1
_STOP_WITHIN_S: Final = 1.5
_CANCEL_WITHIN_S: Final = 5.0


def perform_in_child(lease: Lease, progress: Progress, stop: threading.Event) -> None:
    """Start the child, look after it, and write down an end that it could not write itself."""
    command = [
        sys.executable,
        "-m",
        "stadtherz.core.tasks.child",
        str(lease.work_id),
        lease.owner,
        str(lease.attempt),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            _attend(process, lease, progress, stop)
        finally:
            process.kill()
    if stop.is_set():
        lease.give_back()
    elif lease.rows().filter(is_cancel_wanted=True).exists():
        from stadtherz.core.tasks.domain import WorkState  # noqa: PLC0415 -- app ready

        lease.end(WorkState.CANCELLED)
    else:
        message = f"The child process ended with {process.returncode}."
        lease.fail({"kind": "ChildEnded", "message": message})


def _attend(
    process: subprocess.Popen[bytes], lease: Lease, progress: Progress, stop: threading.Event
) -> None:
    cancelled_s: float | None = None
    looked_s = 0.0
    while process.poll() is None and not progress.is_lost.is_set():
        now_s = time.monotonic()
        if stop.wait(_GLANCE_S):
            process.terminate()
            _wait(process, _STOP_WITHIN_S)
            return
        if cancelled_s is None and now_s - looked_s > 1.0:
            looked_s = now_s
            if lease.rows().filter(is_cancel_wanted=True).exists():
                cancelled_s = now_s
        if cancelled_s is not None and now_s - cancelled_s > _CANCEL_WITHIN_S:
            return


def _wait(process: subprocess.Popen[bytes], timeout_s: float) -> None:
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return


def main(arguments: list[str]) -> int:
    """Do the work that is named, while the worker lives."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_worker, daemon=True).start()

    import django  # noqa: PLC0415 -- slow; the watch on the worker comes first

    django.setup()
    from stadtherz.core.tasks.leases import Lease  # noqa: PLC0415 -- app ready
    from stadtherz.core.tasks.performing import perform  # noqa: PLC0415 -- app ready
    from stadtherz.core.tasks.progress import Progress  # noqa: PLC0415 -- app ready

    lease = Lease(UUID(arguments[0]), arguments[1], int(arguments[2]))
    work = lease.rows().first()
    if work is not None:
        perform(work, lease, Progress(work, lease, stop))
    return 0


def _end_with_worker() -> None:
    # Unbuffered: a thread inside sys.stdin's lock would abort the interpreter's own end.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
