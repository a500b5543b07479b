"""``stadtherz reset``: delete what the installation wrote, and nothing else."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from stadtherz.project.conf import Installation, current

from .errors import ProcessError
from .lock import only_one

if TYPE_CHECKING:
    from pathlib import Path

#: Names in the data directory that the program itself writes; all else is a person's own.
WRITTEN = (
    "anchors",
    "filling",
    "keys",
    "logs",
    "mail",
    "media",
    "run",
    "secrets/secret_key",
    "static",
    "static.stamp",
    "towns",
)


def reset(*, is_sure: bool) -> int:
    """Delete the records, files and logs of a stopped installation, after asking.

    Args:
        is_sure: do not ask.

    Raises:
        ProcessError: start.E002 while it runs, start.E007 for records in PostgreSQL.

    """
    installation = current()
    if installation.database.engine != "sqlite":
        raise ProcessError(
            "The records lie in PostgreSQL, which this command does not touch.",
            fix=f"Drop and create the database {installation.database.name} there.",
            code="start.E007",
        )
    with only_one(installation.data_dir / "up.lock", "reset"):
        found = written_paths(installation)
        if not found:
            print(f"Nothing to delete in {installation.data_dir}.")
            return 0
        if not is_sure and not _agreed(found):
            print("Nothing was deleted.")
            return 1
        for path in found:
            _delete(path)
    _tell(installation.data_dir, len(found))
    return 0


def written_paths(installation: Installation) -> list[Path]:
    """List what exists of the things that the installation wrote."""
    data, name = installation.data_dir, f"{installation.database.name}.sqlite3"
    records = [f"{name}{end}" for end in ("", "-wal", "-shm", "-journal")]
    paths = [data / entry for entry in (*records, *WRITTEN)]
    return [path for path in paths if path.exists() or path.is_symlink()]


def _agreed(found: list[Path]) -> bool:
    print("This deletes for good:")
    for path in found:
        print(f"  {path}")
    if not sys.stdin.isatty():
        print("Nobody can answer here; add --yes to delete without asking.")
        return False
    return input("Delete? Type yes: ").strip().casefold() in {"yes", "ja"}


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _tell(data_dir: Path, count: int) -> None:
    left = sorted(path.name for path in data_dir.iterdir() if path.name != "up.lock")
    print(f"Deleted {count} entries in {data_dir}. ./stadtherz up starts over.")
    if left:
        print(f"Left in place, because a person may have put it there: {', '.join(left)}")
