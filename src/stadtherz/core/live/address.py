"""Where the bus lives: a directory that only this installation's user can enter.

A Unix socket's path may have 107 bytes (``sockaddr_un``, unix(7)); a data directory may be deeper.
Then the sockets move to a short private directory whose path is recorded beside the lock, so that
every process of the installation finds the same one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stadtherz.core.live.errors import BusError

LONGEST_SOCKET_PATH = 107
_RECORD = "address"


@dataclass(frozen=True, slots=True)
class BusAddress:
    """The files of one bus.

    Attributes:
        lock: the file whose exclusive lock names the one broker.
        inbox: the socket that publishers write to.
        outbox: the socket that subscribers read from.

    """

    lock: Path
    inbox: Path
    outbox: Path


def bus_address(directory: Path) -> BusAddress:
    """Make the directory private and say where lock and sockets are.

    Args:
        directory: where the bus lives; made with mode 0700 when it is not there.

    Raises:
        BusError: the directory cannot be made, or belongs to another user.

    """
    _private(directory)
    sockets = directory
    if len(os.fsencode(directory / "out.sock")) > LONGEST_SOCKET_PATH:
        sockets = _short_directory(directory)
    return BusAddress(directory / "bus.lock", sockets / "in.sock", sockets / "out.sock")


def _private(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            if stat.S_IMODE(found.st_mode) & 0o077:
                directory.chmod(0o700)
            return
    except OSError as error:
        raise BusError(
            f"The directory for live messages, {directory}, cannot be used: {error.strerror}.",
            fix="Give this user the right to write there, or choose another data directory.",
            code="live.E001",
        ) from error
    raise BusError(
        f"The directory for live messages, {directory}, belongs to somebody else.",
        fix="Remove it, or choose another data directory.",
        code="live.E002",
    )


def _short_directory(directory: Path) -> Path:
    """Return the recorded short directory, made anew at the same path if it was swept away."""
    with (directory / f"{_RECORD}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        record = directory / _RECORD
        if record.exists():
            short = Path(record.read_text(encoding="utf-8").strip())
        else:
            short = Path(tempfile.gettempdir()) / f"stadtherz-{secrets.token_hex(8)}"
            if len(os.fsencode(short / "out.sock")) > LONGEST_SOCKET_PATH:
                short = Path("/tmp") / short.name  # noqa: S108 -- random name, made 0700, owner checked
            pending = record.with_suffix(".new")
            pending.write_text(f"{short}\n", encoding="utf-8")
            pending.replace(record)
        _private(short)
        return short
