"""Files sealed frame by frame, so that they can be appended, resumed, and read anywhere.

Layout, version 1 (all numbers big-endian):

    header   "SHZE" | version 1 | file id (16 random bytes) | nonce prefix (7 random bytes)
    frame    length of what follows (4 bytes) | ciphertext | tag (16 bytes)

Every frame but the last holds exactly 64 KiB of plain text, the last one fewer (perhaps none).
The key of a file is HKDF-SHA256(key, salt = file id, info = purpose and media id); the nonce of
a frame is prefix | frame number (4 bytes) | 1 for the last, else 0; the associated data are the
header and the media id. A frame that is missing, moved, repeated, cut or taken from another file
therefore fails to open, and so does a file without its last frame.

Limits: at most 2**24 frames (1 TiB) a file, far below the 2**32 invocations and 2**39 - 256 bits
of NIST SP 800-38D, sections 5.2.1.1 and 8. A frame once stored is never to be sealed again with
other content: a resumed upload continues behind what is stored.

Sources: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", CRYPTO 2015 (STREAM); NIST SP 800-38D; RFC 5869.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FRAME_BYTES: Final = 64 * 1024
"""Plain bytes in every frame but the last."""
HEADER_BYTES: Final = 28
HEADER_RANDOM_BYTES: Final = 23
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
MAX_FRAMES: Final = 1 << 24

_MAGIC = b"SHZE\x01"
_LENGTH_BYTES = 4
_TAG_BYTES = 16
_OVERHEAD = _LENGTH_BYTES + _TAG_BYTES
_SEALED_FRAME = FRAME_BYTES + _OVERHEAD


class EnvelopeError(CityError):
    """A sealed file or key does not open: cut, changed, mixed up, or the wrong key."""


def new_key(random_bytes: bytes) -> bytes:
    """Take 32 bytes from a cryptographic source as a key.

    Raises:
        ValueError: when they are not 32, or all the same (a broken source).

    """
    if len(random_bytes) != KEY_BYTES or len(set(random_bytes)) == 1:
        raise ValueError(f"a key takes {KEY_BYTES} random bytes")
    return bytes(random_bytes)


def wrap_key(key: bytes, *, by: bytes, context: bytes, nonce: bytes) -> bytes:
    """Seal a key by another one (AES-256-GCM), bound to a context such as the occasion's id.

    Args:
        key: the key to seal, 32 bytes.
        by: the key that seals it, 32 bytes.
        context: what the sealed key is good for; it opens with nothing else.
        nonce: twelve random bytes, never used twice with the same ``by``.

    Returns:
        nonce | ciphertext | tag, 60 bytes.

    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"wrapping takes a nonce of {NONCE_BYTES} bytes")
    return nonce + AESGCM(by).encrypt(nonce, key, b"stadtherz key 1\0" + context)


def unwrap_key(wrapped: bytes, *, by: bytes, context: bytes) -> bytes:
    """Open a key that :func:`wrap_key` sealed for the same context.

    Raises:
        EnvelopeError: when key, context or bytes differ.

    """
    nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    if len(sealed) != KEY_BYTES + _TAG_BYTES:
        raise _broken("This wrapped key has the wrong length.", "E001")
    try:
        return AESGCM(by).decrypt(nonce, sealed, b"stadtherz key 1\0" + context)
    except InvalidTag:
        raise _broken("This wrapped key does not open with this key and context.", "E001") from None


def new_header(random_bytes: bytes) -> bytes:
    """Make the header of a new sealed file from 23 random bytes."""
    if len(random_bytes) != HEADER_RANDOM_BYTES:
        raise ValueError(f"a header takes {HEADER_RANDOM_BYTES} random bytes")
    return _MAGIC + random_bytes


class Sealer:
    """Seals one file as its bytes arrive; whoever calls stores the header, then what is returned.

    Args:
        key: 32 bytes.
        media_id: what the file is bound to, such as the sixteen bytes of its UUID.
        header: from :func:`new_header`.
        frames: whole frames that are stored already (a resumed upload).
        parked: what :meth:`park` returned after those frames, if anything.

    """

    def __init__(
        self, key: bytes, *, media_id: bytes, header: bytes, frames: int = 0, parked: bytes = b""
    ) -> None:
        self._cipher = _Cipher(key, media_id, header)
        self._frames = frames
        self._finished = False
        self._rest = bytearray(self._cipher.unpark(frames, parked) if parked else b"")

    @property
    def plain_bytes(self) -> int:
        """How many plain bytes went in so far, parked ones included: the offset to resume at."""
        return self._frames * FRAME_BYTES + len(self._rest)

    @property
    def stored_bytes(self) -> int:
        """How long the sealed file is so far, header included."""
        return HEADER_BYTES + self._frames * _SEALED_FRAME

    def update(self, chunk: bytes) -> bytes:
        """Take more plain bytes; return the whole frames that they complete, perhaps none."""
        self._open()
        self._rest += chunk
        return b"".join(self._whole_frames())

    def park(self, nonce: bytes) -> bytes:
        """Seal what is left over behind the last whole frame, to be stored beside the file.

        It lets an upload survive a killed process without ever sealing a frame twice.

        Args:
            nonce: twelve fresh random bytes.

        """
        self._open()
        return self._cipher.park(self._frames, bytes(self._rest), nonce)

    def finish(self) -> bytes:
        """Return the last frame; the sealer takes nothing afterwards."""
        self._open()
        self._finished = True
        return self._cipher.seal(self._frames, bytes(self._rest), last=True)

    def _open(self) -> None:
        if self._finished:
            raise ValueError("this file is finished")

    def _whole_frames(self) -> Iterator[bytes]:
        done = 0
        while len(self._rest) - done >= FRAME_BYTES:
            frame = bytes(self._rest[done : done + FRAME_BYTES])
            yield self._cipher.seal(self._frames, frame, last=False)
            self._frames += 1
            done += FRAME_BYTES
        del self._rest[:done]


def seal(
    chunks: Iterable[bytes], *, key: bytes, media_id: bytes, random_bytes: bytes
) -> Iterator[bytes]:
    """Seal a whole file; ``random_bytes`` are the 23 of :func:`new_header`."""
    header = new_header(random_bytes)
    sealer = Sealer(key, media_id=media_id, header=header)
    yield header
    for chunk in chunks:
        if frames := sealer.update(chunk):
            yield frames
    yield sealer.finish()


def unseal(chunks: Iterable[bytes], *, key: bytes, media_id: bytes) -> Iterator[bytes]:
    """Open a sealed file; every piece returned is authentic and in its place.

    Raises:
        EnvelopeError: at the first frame that does not open, or at the end when the last frame
            is missing or something follows it. What came before is then only a beginning.

    """
    pending = _Reader(chunks)
    cipher = _Cipher(key, media_id, pending.take(HEADER_BYTES))
    number, is_last = 0, False
    while not is_last:
        length = pending.take(_LENGTH_BYTES)
        size = int.from_bytes(length, "big")
        is_last = _is_last(size, number)
        yield cipher.open(number, pending.take(size), last=is_last)
        number += 1
    if pending.take_any():
        raise _broken("Something follows the last frame of this sealed file.", "E003")


def plain_size(sealed_bytes: int) -> int:
    """Return how many plain bytes a finished sealed file of this length holds.

    Raises:
        EnvelopeError: when no finished file can have this length.

    """
    frames, rest = divmod(sealed_bytes - HEADER_BYTES, _SEALED_FRAME)
    if frames < 0 or rest < _OVERHEAD:
        raise _broken(f"No sealed file is {sealed_bytes} bytes long: it was cut.", "E003")
    return frames * FRAME_BYTES + rest - _OVERHEAD


def whole_frames(sealed_bytes: int) -> int:
    """Return how many whole frames an unfinished sealed file of this length holds.

    A resumed upload cuts the file to ``HEADER_BYTES`` and these, ``Sealer.stored_bytes``.
    """
    return max(0, (sealed_bytes - HEADER_BYTES) // _SEALED_FRAME)


def unseal_range(  # the range needs five facts; all but the reader are keyword-only
    read: Callable[[int, int], bytes],
    *,
    start: int,
    stop: int,
    sealed_bytes: int,
    key: bytes,
    media_id: bytes,
) -> Iterator[bytes]:
    """Open the plain bytes ``start`` to ``stop`` (exclusive) of a finished file.

    Args:
        read: ``read(offset, length)`` returns these bytes of the sealed file.
        start: first plain byte wanted.
        stop: the plain byte behind the last one wanted.
        sealed_bytes: length of the whole sealed file.
        key: as it was sealed with.
        media_id: as it was sealed with.

    The last frame is always opened too: a cut file answers no range.

    Raises:
        ValueError: when the range does not lie within the plain text.
        EnvelopeError: when a frame does not open or the file is cut.

    """
    size = plain_size(sealed_bytes)
    if not 0 <= start <= stop <= size:
        raise ValueError(f"the range {start} to {stop} does not lie within 0 to {size}")
    frames = _Frames(read, _Cipher(key, media_id, read(0, HEADER_BYTES)), size)
    frames.plain(frames.last)
    for number in range(start // FRAME_BYTES, -(-stop // FRAME_BYTES)):
        begin = number * FRAME_BYTES
        plain = frames.plain(number)
        if piece := plain[max(0, start - begin) : stop - begin]:
            yield piece


class _Frames:
    """The frames of a finished file, by number."""

    def __init__(self, read: Callable[[int, int], bytes], cipher: _Cipher, size: int) -> None:
        self._read = read
        self._cipher = cipher
        self._size = size
        self.last = size // FRAME_BYTES

    def plain(self, number: int) -> bytes:
        is_last = number == self.last
        plain_bytes = self._size - number * FRAME_BYTES if is_last else FRAME_BYTES
        stored = self._read(HEADER_BYTES + number * _SEALED_FRAME, plain_bytes + _OVERHEAD)
        if int.from_bytes(stored[:_LENGTH_BYTES], "big") != plain_bytes + _TAG_BYTES:
            raise _broken(f"Frame {number} of this sealed file has the wrong length.", "E002")
        return self._cipher.open(number, stored[_LENGTH_BYTES:], last=is_last)


class _Cipher:
    """The frame cipher of one file."""

    def __init__(self, key: bytes, media_id: bytes, header: bytes) -> None:
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC):
            raise _broken("This is no sealed file of a version known here.", "E004")
        self._bound = header + media_id
        self._prefix = header[-7:]
        salt = header[len(_MAGIC) : -7]
        self._aead = AESGCM(_derive(key, salt, b"stadtherz frame 1\0" + media_id))
        self._parking = AESGCM(_derive(key, salt, b"stadtherz parked 1\0" + media_id))

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        if number >= MAX_FRAMES:
            raise _broken("This file is larger than the 1 TiB that one seal carries.", "E005")
        sealed = self._aead.encrypt(self._nonce(number, last=last), plain, self._bound)
        return len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aead.decrypt(self._nonce(number, last=last), sealed, self._bound)
        except InvalidTag:
            text = f"Frame {number} of this sealed file does not open: changed, moved or wrong key."
            raise _broken(text, "E002") from None

    def park(self, frames: int, plain: bytes, nonce: bytes) -> bytes:
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"parking takes a nonce of {NONCE_BYTES} bytes")
        return nonce + self._parking.encrypt(nonce, plain, self._parked_bound(frames))

    def unpark(self, frames: int, parked: bytes) -> bytes:
        nonce, sealed = parked[:NONCE_BYTES], parked[NONCE_BYTES:]
        try:
            return self._parking.decrypt(nonce, sealed, self._parked_bound(frames))
        except (InvalidTag, ValueError):
            text = f"What was parked behind frame {frames} does not open."
            raise _broken(text, "E002") from None

    def _nonce(self, number: int, *, last: bool) -> bytes:
        return self._prefix + number.to_bytes(4, "big") + bytes([last])

    def _parked_bound(self, frames: int) -> bytes:
        return self._bound + frames.to_bytes(4, "big")


class _Reader:
    """Takes exact lengths from chunks of any length."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = bytearray()

    def take(self, length: int) -> bytes:
        while len(self._held) < length:
            chunk = next(self._chunks, None)
            if chunk is None:
                raise _broken("This sealed file ends too early: it was cut.", "E003")
            self._held += chunk
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

    def take_any(self) -> bool:
        return bool(self._held) or any(self._chunks)


def _is_last(size: int, number: int) -> bool:
    """Tell the last frame by its length: only the last holds fewer than 64 KiB."""
    if not _TAG_BYTES <= size <= FRAME_BYTES + _TAG_BYTES or number >= MAX_FRAMES:
        raise _broken(f"Frame {number} of this sealed file has an impossible length.", "E002")
    return size < FRAME_BYTES + _TAG_BYTES


def _derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(key)


def _broken(message: str, number: str) -> EnvelopeError:
    return EnvelopeError(
        message,
        fix="Take the file from a backup or upload it again; check that its key is the right one.",
        code=f"envelope.{number}",
    )
