"""A hash chain over batches of records: what is sealed cannot be changed unseen.

    entry digest = SHA-256("stadtherz entry 1" 00 | canonical JSON of the entry)
    batch head   = SHA-256("stadtherz batch 1" 00 | previous head | count | entry digests in order)

Personal values enter an entry only as salted digests: with the salt erased the value can no
longer be guessed, and the chain stays valid. A chain proves order and completeness against its
last head only; that head is to be kept where the keeper of the records cannot write.

Sources: NIST FIPS 180-4 (SHA-256), RFC 2104 (HMAC), RFC 8785 for the idea of canonical JSON,
of which this is the subset without fractions.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DIGEST_BYTES: Final = 32
GENESIS: Final = bytes(DIGEST_BYTES)
"""The head before the first batch."""
MIN_SALT_BYTES: Final = 16
_SAFE_INTEGER = (1 << 53) - 1


class ChainError(CityError):
    """The chain is broken; the message says in which batch and at which entry."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A sealed batch as it is stored.

    Args:
        number: its number, for messages.
        entries: the entries in their order, as they would be sealed today.
        digests: their digests as they were stored when sealed.
        head: its head as it was stored when sealed.

    """

    number: int
    entries: Sequence[Mapping[str, Any]]
    digests: Sequence[bytes]
    head: bytes


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value: keys sorted by code point, no spaces, UTF-8.

    Accepted are None, booleans, text, whole numbers up to 2**53 - 1, lists, tuples and mappings
    with text keys. Fractions are refused, since languages print them differently: write them as
    text or in a smaller unit.

    Raises:
        TypeError: when the value, or one inside it, is of another kind.
        ValueError: when a whole number is larger, or text holds half a surrogate pair.

    """
    return json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def entry_digest(entry: Mapping[str, Any]) -> bytes:
    """Return the digest of one entry, 32 bytes; errors as in :func:`canonical`."""
    return sha256(b"stadtherz entry 1\0" + canonical(entry)).digest()


def batch_head(previous: bytes, digests: Sequence[bytes]) -> bytes:
    """Return the head of a batch, 32 bytes.

    Args:
        previous: head of the batch before, `GENESIS` for the first.
        digests: digests of its entries in order, 32 bytes each.

    Raises:
        ValueError: when the previous head or a digest is not 32 bytes long.

    """
    if any(len(part) != DIGEST_BYTES for part in (previous, *digests)):
        raise ValueError(f"heads and digests have {DIGEST_BYTES} bytes")
    count = len(digests).to_bytes(8, "big")
    return sha256(b"stadtherz batch 1\0" + previous + count + b"".join(digests)).digest()


def salted_digest(value: object, *, salt: bytes) -> bytes:
    """Return HMAC-SHA-256 of a personal value under its own salt, 32 bytes.

    Args:
        value: anything that :func:`canonical` takes.
        salt: at least sixteen random bytes, kept beside the value and erased with it.

    Raises:
        ValueError: when the salt is too short to withstand guessing.

    """
    if len(salt) < MIN_SALT_BYTES:
        raise ValueError(f"a salt has at least {MIN_SALT_BYTES} bytes")
    return hmac.digest(salt, canonical(value), "sha256")


def verify(batches: Iterable[Batch], *, previous: bytes = GENESIS) -> bytes:
    """Check batches in order and return the last head.

    Args:
        batches: all batches after the head ``previous``, oldest first.
        previous: the head to begin from.

    Raises:
        ChainError: at the first entry or head that differs (``chain.E001`` an entry was changed,
            ``chain.E002`` entries are missing, added or moved, or a batch is).

    """
    for batch in batches:
        for position, (entry, stored) in enumerate(
            zip(batch.entries, batch.digests, strict=False), start=1
        ):
            if entry_digest(entry) != stored:
                raise _broken(f"Entry {position} of batch {batch.number} was changed.", "E001")
        complete = len(batch.entries) == len(batch.digests)
        if not complete or batch_head(previous, batch.digests) != batch.head:
            text = f"Batch {batch.number} does not follow from the one before it."
            raise _broken(text, "E002")
        previous = batch.head
    return previous


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError(f"{value} is larger than JSON carries safely; write it as text")
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no one form in JSON; write it as text")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no text: keys are")
    return key


def _broken(message: str, number: str) -> ChainError:
    return ChainError(
        message,
        fix="Keep the database as it is, compare with a backup and the anchored heads, tell"
        " whoever is responsible for data protection.",
        code=f"chain.{number}",
    )
