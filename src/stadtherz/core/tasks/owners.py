"""Names of lease owners, and whether one is provably gone.

A name holds machine, boot, process namespace, process number and start time, so that a worker on
the same machine sees at once that another was killed, and never takes a recycled process number
for the old process. Where Linux's ``/proc`` is missing nothing is provable, and the lease decides.
"""

from __future__ import annotations

import socket
from functools import cache
from pathlib import Path

_PARTS = 5


@cache
def own_name(pid: int) -> str:
    """The name of the process `pid` of this machine, normally ``os.getpid()``."""
    return "|".join((*_place(), str(pid), _started(pid) or "?"))


def is_gone(name: str) -> bool:
    """Whether the owner ran in this very place and runs no more."""
    parts = name.split("|")
    if len(parts) != _PARTS or tuple(parts[:3]) != _place() or "?" in parts:
        return False
    return not parts[3].isdigit() or _started(int(parts[3])) != parts[4]


@cache
def _place() -> tuple[str, str, str]:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return socket.gethostname(), "?", "?"
    return socket.gethostname().replace("|", "_"), boot, namespace


def _started(pid: int) -> str | None:
    """Start time in clock ticks since boot, field 22 of proc_pid_stat(5); a zombie is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in {"Z", "X"} else fields[19]
