"""Keys of occasions: one small file each, apart from the files they open.

Destroying a key deletes everything it sealed, also in backups; therefore keys are backed up
apart, and for no longer than the shortest retention (docs/operate/media.md).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from stadtherz.core.media.errors import GoneError
from stadtherz.lib.envelope import KEY_BYTES, new_key

if TYPE_CHECKING:
    from uuid import UUID


def key_of(occasion_id: UUID) -> bytes:
    """The occasion's key.

    Raises:
        GoneError: there is none, or no more.

    """
    try:
        return _path(occasion_id).read_bytes()
    except FileNotFoundError:
        raise GoneError(
            "The pictures of this occasion were deleted.",
            fix="The record of the deletion stands in the journal.",
            code="media.E010",
        ) from None


def make_key(occasion_id: UUID) -> bytes:
    """The occasion's key, made if there is none; safe when two make it at once."""
    path = _path(occasion_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(new_key(os.urandom(KEY_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when another process was first, and never overwrites
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def destroy_key(occasion_id: UUID) -> None:
    """Overwrite and remove the key; what it sealed can never be opened again."""
    path = _path(occasion_id)
    if path.exists():
        with path.open("r+b") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _path(occasion_id: UUID) -> Path:
    return Path(settings.STADTHERZ_DATA_DIR) / "keys" / f"{occasion_id}.key"
