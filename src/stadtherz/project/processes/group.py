"""The supervisor: keeps children running until it is told to stop, then stops them all."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self, TextIO

from .child import Child, ChildPlan

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence
    from pathlib import Path

STOP_WITHIN_S = 4.0
GLANCE_S = 0.1


class Group:
    """Children that live and end together; a context manager that leaves no one behind."""

    def __init__(
        self,
        plans: Sequence[ChildPlan],
        logs: Path,
        *,
        console: TextIO = sys.stderr,
        is_wordy: bool = False,
    ) -> None:
        self._console = console
        self.children = [Child(plan, logs, console, is_wordy=is_wordy) for plan in plans]

    def __enter__(self) -> Self:
        try:
            for child in self.children:
                child.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def attend(self) -> None:
        """Look after every child once."""
        for child in self.children:
            news = child.attend()
            if news:
                print(news, file=self._console, flush=True)

    def run(self, stop: threading.Event) -> None:
        """Look after the children until the event is set."""
        while not stop.wait(GLANCE_S):
            self.attend()

    def stop(self) -> None:
        """Ask all to stop at once, and end what is left after 4 s."""
        for child in self.children:
            child.ask_to_stop()
        end_s = time.monotonic() + STOP_WITHIN_S
        for child in self.children:
            child.wait(max(0.0, end_s - time.monotonic()))
