"""The key that signs sessions: made once, kept where only this user reads it."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from .errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY = 0o700


def kept_secret(path: Path) -> str:
    """Give the text in a file that only this user may read; write a random one if there is none.

    Two processes that start at once agree: the file appears whole or not at all.

    Raises:
        SettingsError: settings.E006, the directory cannot be written.

    """
    try:
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The secret key {path} cannot be made or read: {error}.",
            fix="Let this user write that directory, or set STADTHERZ_HOME to another one.",
            code="settings.E006",
        ) from error


def private(directory: Path) -> None:
    """Make a directory that only this user enters, and close one that was open to others.

    A directory that belongs to somebody else is left as it is.

    Raises:
        SettingsError: settings.E006, it cannot be made.

    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.stat()
        if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) != OWNER_ONLY:
            directory.chmod(OWNER_ONLY)
    except OSError as error:
        raise SettingsError(
            f"The directory {directory} cannot be made: {error}.",
            fix="Let this user write there, or set STADTHERZ_HOME to another directory.",
            code="settings.E006",
        ) from error


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first; its key counts
    except OSError:
        draft.replace(path)  # a file system without hard links
    finally:
        draft.unlink(missing_ok=True)
