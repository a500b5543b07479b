"""Sealed files on disk: on their way in ``spool``, then named by their own hash."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from uuid import UUID

CHUNK_BYTES = 1 << 20


def root() -> Path:
    """Where sealed files lie."""
    return Path(settings.STADTHERZ_DATA_DIR) / "media"


def spool_path(upload_id: UUID) -> Path:
    """The sealed frames of an upload."""
    return _made(root() / "spool") / f"{upload_id}.sealed"


def parked_path(upload_id: UUID) -> Path:
    """What of an upload lies behind its last whole frame, sealed as well."""
    return _made(root() / "spool") / f"{upload_id}.parked"


def path_of(address: str) -> Path:
    """Where the sealed file with this hash lies."""
    return root() / address[:2] / address[2:4] / address


def free_bytes() -> int:
    """Free space of the disk that takes uploads."""
    return shutil.disk_usage(_made(root())).free


def adopt(path: Path) -> str:
    """Give a finished sealed file a second name, the hash of its bytes.

    The first name stays until the record is committed: a process killed in between loses nothing.

    Returns:
        Its address. The file and its directory are on disk when this returns.

    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
        os.fsync(file.fileno())
    address = digest.hexdigest()
    target = path_of(address)
    _made(target.parent)
    if not target.exists():
        os.link(path, target)
    _sync_directory(target.parent)
    return address


def put(sealed: bytes) -> str:
    """Store a small sealed file.

    Returns:
        Its address.

    """
    draft = _made(root() / "spool") / f"{os.urandom(8).hex()}.draft"
    draft.write_bytes(sealed)
    address = adopt(draft)
    draft.unlink()
    return address


def remove(address: str) -> None:
    """Remove a sealed file; nothing happens when it is gone already."""
    path_of(address).unlink(missing_ok=True)


def discard_upload(upload_id: UUID) -> None:
    """Remove what an upload has brought so far."""
    spool_path(upload_id).unlink(missing_ok=True)
    parked_path(upload_id).unlink(missing_ok=True)


def _made(directory: Path) -> Path:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
