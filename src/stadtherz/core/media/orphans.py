"""Files that no record names: left when a process was killed between the disk and the record.

A file goes to disk before its record is committed, so that nothing acknowledged can be lost; the
price is, now and then, a sealed file that nobody can ever ask for.
"""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stadtherz.core.media import store
from stadtherz.core.media.models import Derivative, Item, Upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LOG = logging.getLogger(__name__)
OLD_S: Final = 86_400.0
"""Younger files may still be on their way to their record."""
FEW: Final = 20
MOST_SHARE: Final = 0.5
_ADDRESS = re.compile(r"[0-9a-f]{64}")


def sweep_orphans() -> None:
    """Remove sealed files, and leavings of uploads, that no row has named for a day."""
    removed = remove_orphans(now_s=time.time())
    if removed:
        LOG.info("files that no record names were removed", extra={"files": removed})


def remove_orphans(*, now_s: float) -> int:
    """Remove orphans older than `OLD_S`; return how many.

    More than half of all files at once are no leavings but another database, or one restored
    from an old backup: then nothing is removed, and the log says so.

    Args:
        now_s: seconds since 1970, UTC.

    """
    count, orphans = 0, _leavings(now_s)
    for directory in _two_letters(store.root()):
        files = [path for path in directory.glob("*/*") if _ADDRESS.fullmatch(path.name)]
        count += len(files)
        old = [path for path in files if _is_old(path, now_s)]
        known = _known(directory.name) if old else set()  # asked after the files were listed
        orphans += [path for path in old if path.name not in known]
    sealed = sum(_ADDRESS.fullmatch(path.name) is not None for path in orphans)
    if sealed > FEW and sealed > count * MOST_SHARE:
        LOG.error(
            "most sealed files have no record: is this the right database? Nothing was removed.",
            extra={"files": count, "without_record": sealed},
        )
        return 0
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _two_letters(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("[0-9a-f][0-9a-f]") if path.is_dir())


def _known(letters: str) -> set[str]:
    """Addresses in use that begin with these letters."""
    found: Iterable[set[str]] = (
        set(kind.objects.filter(address__startswith=letters).values_list("address", flat=True))
        for kind in (Item, Derivative)
    )
    return set[str]().union(*found)


def _leavings(now_s: float) -> list[Path]:
    """What lies in the spool for a day without an upload that it belongs to."""
    files = [path for path in (store.root() / "spool").glob("*") if _is_old(path, now_s)]
    uploads = {str(key) for key in Upload.objects.values_list("id", flat=True)}
    return [path for path in files if _upload_of(path) not in uploads]


def _upload_of(path: Path) -> str:
    try:
        return str(UUID(path.stem))
    except ValueError:
        return ""  # a draft of `store.put`


def _is_old(path: Path, now_s: float) -> bool:
    """Whether nobody has written to the file, or given it a name, for a day."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return False
    return now_s - max(seen.st_mtime, seen.st_ctime) > OLD_S
