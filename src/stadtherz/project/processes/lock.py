"""One running group per home. The lock ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import ProcessError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_one(path: Path, note: str) -> Iterator[None]:
    """Hold the lock while the block runs.

    Args:
        path: the lock file; it stays, only the kernel's lock on it counts.
        note: what a second start is told, such as the process number and the address.

    Raises:
        ProcessError: start.E002, another process holds it.

    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ProcessError(
                f"This installation is running already ({file.read().strip()}).",
                fix="Stop it with Ctrl-C in its window, or with kill and that process number.",
                code="start.E002",
            ) from None
        file.seek(0)
        file.truncate()
        file.write(note)
        file.flush()
        yield
