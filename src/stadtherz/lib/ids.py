"""Identifiers that sort by the moment of their making: UUIDv7."""

from __future__ import annotations

from threading import Lock
from uuid import UUID

RANDOM_BYTES = 10
"""How many random bytes one identifier takes (74 of their 80 bits are used)."""

_MAX_MS = (1 << 48) - 1
_RANDOM_BITS = 74
_RANDOM_MASK = (1 << _RANDOM_BITS) - 1
_STEP_MASK = (1 << 32) - 1


def uuid7(now_ms: int, random_bytes: bytes) -> UUID:
    """Make a UUID of version 7: 48 bits of time, then 74 random bits.

    Args:
        now_ms: milliseconds since 1970-01-01T00:00Z, 0 to 2**48 - 1.
        random_bytes: ten bytes from a cryptographic source.

    Raises:
        ValueError: when the moment does not fit 48 bits, or the bytes are not ten.

    Source: RFC 9562, section 5.7.

    """
    return _assemble(_checked(now_ms), _random_number(random_bytes))


def made_at_ms(identifier: UUID) -> int:
    """Return the milliseconds since 1970 that a UUIDv7 carries.

    Raises:
        ValueError: when the identifier is of another version.

    """
    if identifier.version != 7:  # noqa: PLR2004  # the version number itself
        raise ValueError(f"{identifier} is no UUID of version 7")
    return identifier.int >> 80


class MonotonicUuid7:
    """Makes UUIDv7s that only ever grow, also within a millisecond and when the clock jumps back.

    Within one millisecond (or behind the latest one) the random part grows by a random step of
    at least one; when it would overflow, the time part moves on by one millisecond.
    Safe to share between threads; two processes are ordered by their clocks alone.

    Source: RFC 9562, section 6.2, method 2 (monotonic random) and section 6.1 (clock rollback).
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ms = -1
        self._random = 0

    def make(self, now_ms: int, random_bytes: bytes) -> UUID:
        """Make the next identifier; arguments and errors as in :func:`uuid7`."""
        moment, number = _checked(now_ms), _random_number(random_bytes)
        with self._lock:
            if moment <= self._ms:
                moment, number = self._behind(number)
            self._ms, self._random = _checked(moment), number
        return _assemble(moment, number)

    def _behind(self, fresh: int) -> tuple[int, int]:
        """Return time and random part for a moment that is not after the latest."""
        number = self._random + 1 + (fresh & _STEP_MASK)
        if number <= _RANDOM_MASK:
            return self._ms, number
        return self._ms + 1, fresh


def _checked(now_ms: int) -> int:
    if not 0 <= now_ms <= _MAX_MS:
        raise ValueError(f"{now_ms} ms does not fit the 48 bits of a UUIDv7")
    return now_ms


def _random_number(random_bytes: bytes) -> int:
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 takes {RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    return int.from_bytes(random_bytes, "big") & _RANDOM_MASK


def _assemble(now_ms: int, number: int) -> UUID:
    """Lay out unix_ts_ms, version, rand_a (12 bits), variant, rand_b (62 bits)."""
    rand_a, rand_b = number >> 62, number & ((1 << 62) - 1)
    return UUID(int=now_ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
