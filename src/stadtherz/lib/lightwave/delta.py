"""Changes as few bytes, for live streams to browsers.

Layout, little endian: ``b"L1"``, uint32 count, then for each lamp (ascending numbers) the gap to
the previous number as an unsigned LEB128 varint, then ``count`` bytes of levels (0..100), then
the knowledge codes, four to a byte, the first in the lowest bits. Gaps begin at lamp -1.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC = b"L1"
_HEAD = struct.Struct("<2sI")
_VARINT_BYTES = 5


class DeltaError(CityError):
    """Bytes that are no delta."""


def encode_delta(
    lamps: NDArray[np.intp], levels: NDArray[np.uint8], knowledge: NDArray[np.uint8]
) -> bytes:
    """Encode changes; ``lamps`` strictly ascending, ``levels`` 0..100, ``knowledge`` 0..3.

    Returns:
        About 2.3 bytes per lamp where neighbours change together; wrap in base64 for JSON.

    """
    head = _HEAD.pack(MAGIC, len(lamps))
    gaps = np.diff(lamps.astype(np.int64), prepend=-1).astype(np.uint32)
    packed = _pack_pairs(knowledge.astype(np.uint8))
    return head + _to_varints(gaps) + levels.astype(np.uint8).tobytes() + packed.tobytes()


def decode_delta(
    delta: bytes,
) -> tuple[NDArray[np.intp], NDArray[np.uint8], NDArray[np.uint8]]:
    """Decode what :func:`encode_delta` made: lamps, levels, knowledge.

    Raises:
        DeltaError: truncated, too long, or not a delta.

    """
    if len(delta) < _HEAD.size or delta[:2] != MAGIC:
        raise _broken()
    count = _HEAD.unpack_from(delta)[1]
    tail = count + (count + 3) // 4
    body = np.frombuffer(delta, dtype=np.uint8, offset=_HEAD.size)
    if len(body) < tail + count:
        raise _broken()
    cut = len(body) - tail
    gaps = _from_varints(body[:cut], count)
    lamps = (np.cumsum(gaps) - 1).astype(np.intp)
    levels, packed = body[cut : cut + count], body[cut + count :]
    shifts = np.array([0, 2, 4, 6], dtype=np.uint8)
    knowledge = ((packed[:, None] >> shifts) & 3).reshape(-1)[:count]
    return lamps, levels.copy(), knowledge.astype(np.uint8)


def _pack_pairs(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    padded = np.zeros((len(codes) + 3) // 4 * 4, dtype=np.uint8)
    padded[: len(codes)] = codes
    fours = padded.reshape(-1, 4) << np.array([0, 2, 4, 6], dtype=np.uint8)
    packed: NDArray[np.uint8] = np.bitwise_or.reduce(fours, axis=1)
    return packed


def _to_varints(values: NDArray[np.uint32]) -> bytes:
    shifts = np.arange(0, 7 * _VARINT_BYTES, 7, dtype=np.uint64)
    sevens = (values.astype(np.uint64)[:, None] >> shifts) & np.uint64(0x7F)
    more = (values.astype(np.uint64)[:, None] >> (shifts + np.uint64(7))) > 0
    used = np.ones_like(more)
    used[:, 1:] = more[:, :-1]
    octets = (sevens | (more.astype(np.uint64) << np.uint64(7))).astype(np.uint8)
    return octets[used].tobytes()


def _from_varints(octets: NDArray[np.uint8], count: int) -> NDArray[np.int64]:
    ends = np.flatnonzero(octets < 0x80)  # noqa: PLR2004 - the continuation bit of LEB128
    if len(ends) != count or (count and ends[-1] != len(octets) - 1) or (not count and len(octets)):
        raise _broken()
    if not count:
        return np.empty(0, dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1] + 1))
    if int((ends - starts).max()) >= _VARINT_BYTES:
        raise _broken()
    place = np.arange(len(octets)) - np.repeat(starts, ends - starts + 1)
    parts = (octets & 0x7F).astype(np.int64) << (7 * place)
    values: NDArray[np.int64] = np.add.reduceat(parts, starts)
    return values


def _broken() -> DeltaError:
    return DeltaError(
        "These bytes are no change of light levels, or only a part of one.",
        fix="Ask for a fresh snapshot.",
        code="lightwave.E050",
    )
