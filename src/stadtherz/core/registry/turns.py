"""One process at a time: the right to do something on this machine, kept by a file lock."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

_ASK_AGAIN_S = 0.5


@contextmanager
def only_one(lock: Path, stop: threading.Event) -> Iterator[bool]:
    """Wait until no other process holds `lock`; False when told to stop before.

    The lock ends with its process, however that ends, so a second one takes over at once.
    """
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.open("a") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop.wait(_ASK_AGAIN_S)
            else:
                yield True
                return
        yield False
