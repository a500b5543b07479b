"""What the children say: into one rotating file each, and the serious part to the console."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 5_000_000
KEPT = 3
SERIOUS = re.compile(r"\b(ERROR|CRITICAL|Error:|Traceback)\b")


def log_file(directory: Path, name: str) -> RotatingFileHandler:
    """Open ``<directory>/<name>.log``: 5 MB, and three older ones."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        directory / f"{name}.log", maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    return handler


def pump(lines: TextIO, name: str, directory: Path, console: TextIO, *, is_wordy: bool) -> None:
    """Copy lines until the child closes its end; a full disk never stops the child.

    Args:
        lines: the child's joined output.
        name: prefix of every line and name of the log file.
        directory: where the log files lie.
        console: gets lines that name an error, or all of them.
        is_wordy: all lines go to the console.

    """
    handler = log_file(directory, name)
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # noqa: ARG005 -- logging's signature
    with lines:
        for raw in lines:
            line = raw.rstrip()
            handler.emit(logging.LogRecord(name, logging.INFO, "", 0, line, None, None))
            if is_wordy or SERIOUS.search(line):
                print(f"{name:>7} | {line}", file=console, flush=True)
    handler.close()


def last_lines(directory: Path, name: str, count: int = 8) -> str:
    """Give the end of a child's log, for an error message."""
    try:
        text = (directory / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])
