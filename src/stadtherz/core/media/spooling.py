"""Bytes of an upload onto disk: sealed as they arrive, never acknowledged before they lie there."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from stadtherz.core.media import keys, store
from stadtherz.core.media.errors import UploadError
from stadtherz.core.media.settings import Settings
from stadtherz.core.registry.queries import settings_of
from stadtherz.lib.envelope import (
    HEADER_BYTES,
    NONCE_BYTES,
    EnvelopeError,
    Sealer,
    whole_frames,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from stadtherz.core.media.models import Upload


class Spool:
    """The open end of one upload. One process at a time holds it, by a lock on its file.

    Raises:
        UploadError: on opening, when another request writes to the same upload.

    """

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.path: Path = store.spool_path(upload.id)
        self._file: BinaryIO = _locked(self.path)
        try:
            self._sealer = self._resume()
        except BaseException:
            self._file.close()
            raise

    @property
    def offset_bytes(self) -> int:
        """How many plain bytes lie on disk."""
        return self._sealer.plain_bytes

    def write(self, chunk: bytes) -> None:
        """Take the next plain bytes.

        Raises:
            UploadError: the disk is full, or more comes than was announced.

        """
        if self.offset_bytes + len(chunk) > self.upload.length_bytes:
            raise too_large(self.upload.length_bytes)
        with translated_disk_errors():
            self._file.write(self._sealer.update(chunk))

    def park(self) -> int:
        """Bring everything taken so far onto disk; what is returned may be acknowledged.

        Returns:
            The offset in plain bytes.

        """
        with translated_disk_errors():
            self._file.flush()
            os.fsync(self._file.fileno())
            draft = store.parked_path(self.upload.id).with_suffix(".draft")
            with draft.open("wb") as parked:
                parked.write(self._sealer.park(os.urandom(NONCE_BYTES)))
                parked.flush()
                os.fsync(parked.fileno())
            draft.replace(store.parked_path(self.upload.id))
        return self.offset_bytes

    def finish(self) -> None:
        """Seal the last frame; the file is whole and may be adopted by the store."""
        with translated_disk_errors():
            self._file.write(self._sealer.finish())
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the upload."""
        self._file.close()

    def _resume(self) -> Sealer:
        """Go on behind the last whole frame and what was parked; a torn frame is cut off."""
        size = os.fstat(self._file.fileno()).st_size
        frames = whole_frames(size)
        parked = _read(store.parked_path(self.upload.id))
        try:
            sealer = self._sealer_at(frames, parked)
        except EnvelopeError:  # parked before frames that came later: superseded by them
            sealer = self._sealer_at(frames, b"")
        if size < HEADER_BYTES:
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(bytes(self.upload.header))
        else:
            self._file.truncate(sealer.stored_bytes)
            self._file.seek(sealer.stored_bytes)
        return sealer

    def _sealer_at(self, frames: int, parked: bytes) -> Sealer:
        return Sealer(
            keys.key_of(self.upload.occasion_id),
            media_id=self.upload.id.bytes,
            header=bytes(self.upload.header),
            frames=frames,
            parked=parked,
        )


class translated_disk_errors:  # noqa: N801 - used like a function, as contextlib's own
    """Turns "no space left" into a refusal that says so; the upload can go on later."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full() from error


def disk_full() -> UploadError:
    """No space for the upload."""
    return UploadError(
        _("The disk of the server is full; what arrived so far is kept."),
        fix=_("Free space on the server; the upload then goes on by itself."),
        code="media.E003",
        status=507,
    )


def too_large(limit_bytes: int) -> UploadError:
    """More bytes than allowed or announced."""
    return UploadError(
        _("The file is larger than %(megabytes).0f MB.") % {"megabytes": limit_bytes / 1e6},
        fix=_("Send a smaller file, or have the limit media.most_bytes raised."),
        code="media.E002",
        status=413,
    )


def check_space(length_bytes: int) -> None:
    """Refuse what cannot fit before its first byte.

    Raises:
        UploadError: larger than the limit, or than the disk has free.

    """
    limits = settings_of(Settings)
    if length_bytes > limits.most_bytes:
        raise too_large(limits.most_bytes)
    if store.free_bytes() < length_bytes + limits.reserve_bytes:
        raise disk_full()


def _locked(path: Path) -> BinaryIO:
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise UploadError(
            _("Another connection is writing to this upload."),
            fix=_("Wait a moment; the upload then goes on by itself."),
            code="media.E004",
            status=423,
        ) from None
    return file


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
