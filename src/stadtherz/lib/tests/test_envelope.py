from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.envelope import (
    FRAME_BYTES,
    HEADER_BYTES,
    EnvelopeError,
    Sealer,
    new_header,
    new_key,
    plain_size,
    seal,
    unseal,
    unseal_range,
    unwrap_key,
    whole_frames,
    wrap_key,
)

KEY = bytes(range(32))
MEDIA = b"media-0123456789"
RANDOM = bytes(range(23))
SEALED_FRAME = FRAME_BYTES + 20
sizes = st.one_of(
    st.integers(0, 300),
    st.integers(0, 3).flatmap(
        lambda frames: st.integers(-2, 2).map(lambda off: max(0, frames * FRAME_BYTES + off))
    ),
)


def content(size: int) -> bytes:
    """Bytes without repetition, quick to make."""
    block = b"".join(sha256(bytes([n % 256, n // 256])).digest() for n in range(-(-size // 32)))
    return block[:size]


def sealed(plain: bytes, *, random_bytes: bytes = RANDOM) -> bytes:
    return b"".join(seal([plain], key=KEY, media_id=MEDIA, random_bytes=random_bytes))


def opened(stored: bytes, *, key: bytes = KEY, media_id: bytes = MEDIA) -> bytes:
    return b"".join(unseal([stored], key=key, media_id=media_id))


def part(stored: bytes, start: int, stop: int) -> bytes:
    return b"".join(
        unseal_range(
            lambda offset, length: stored[offset : offset + length],
            start=start,
            stop=stop,
            sealed_bytes=len(stored),
            key=KEY,
            media_id=MEDIA,
        )
    )


@given(sizes, st.integers(1, 70_000))
@settings(max_examples=40, deadline=None)
def test_opens_to_what_was_sealed_in_any_chunks(size: int, step: int) -> None:
    plain = content(size)
    step = max(step, size // 50)
    chunks = [plain[at : at + step] for at in range(0, size, step)]
    stored = b"".join(seal(chunks, key=KEY, media_id=MEDIA, random_bytes=RANDOM))
    assert stored == sealed(plain)
    assert opened(stored) == plain
    assert plain_size(len(stored)) == size


@given(sizes, st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_any_range_opens(size: int, one: float, other: float) -> None:
    plain = content(size)
    start, stop = sorted((round(one * size), round(other * size)))
    assert part(sealed(plain), start, stop) == plain[start:stop]


@given(st.integers(0, 2 * FRAME_BYTES + 9), st.integers(0, 2 * FRAME_BYTES + 9))
@settings(max_examples=30, deadline=None)
def test_an_upload_resumes_after_a_torn_write(cut: int, torn: int) -> None:
    plain = content(2 * FRAME_BYTES + 9)
    header = new_header(RANDOM)
    first = Sealer(KEY, media_id=MEDIA, header=header)
    stored = header + first.update(plain[:cut])
    parked = first.park(b"n" * 12)
    stored_with_rubbish = stored + b"\x07" * (torn % SEALED_FRAME)
    frames = whole_frames(len(stored_with_rubbish))
    second = Sealer(KEY, media_id=MEDIA, header=header, frames=frames, parked=parked)
    assert second.plain_bytes == cut
    kept = stored_with_rubbish[: second.stored_bytes]
    whole = kept + second.update(plain[cut:]) + second.finish()
    assert opened(whole) == plain


def test_parked_bytes_belong_to_their_place() -> None:
    header = new_header(RANDOM)
    sealer = Sealer(KEY, media_id=MEDIA, header=header)
    sealer.update(b"abc")
    parked = sealer.park(b"n" * 12)
    with pytest.raises(EnvelopeError, match="parked behind frame 1"):
        Sealer(KEY, media_id=MEDIA, header=header, frames=1, parked=parked)
    assert b"abc" not in parked


THREE = sealed(content(2 * FRAME_BYTES + 500))
HEAD, FIRST, SECOND, LAST = (
    THREE[:HEADER_BYTES],
    THREE[HEADER_BYTES : HEADER_BYTES + SEALED_FRAME],
    THREE[HEADER_BYTES + SEALED_FRAME : HEADER_BYTES + 2 * SEALED_FRAME],
    THREE[HEADER_BYTES + 2 * SEALED_FRAME :],
)
OTHER = sealed(content(2 * FRAME_BYTES + 500), random_bytes=RANDOM[::-1])


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(HEAD, id="header alone"),
        pytest.param(HEAD + FIRST + SECOND, id="last frame missing"),
        pytest.param(HEAD + FIRST + LAST, id="middle frame missing"),
        pytest.param(HEAD + SECOND + FIRST + LAST, id="frames swapped"),
        pytest.param(HEAD + FIRST + FIRST + SECOND + LAST, id="frame repeated"),
        pytest.param(HEAD + LAST, id="only the last frame"),
        pytest.param(THREE[:-1], id="a byte short"),
        pytest.param(THREE + b"x", id="a byte long"),
        pytest.param(THREE + LAST, id="last frame twice"),
        pytest.param(OTHER[: HEADER_BYTES + SEALED_FRAME] + SECOND + LAST, id="spliced"),
        pytest.param(OTHER[:HEADER_BYTES] + FIRST + SECOND + LAST, id="header of another file"),
        pytest.param(b"PK\x03\x04" + THREE[4:], id="no sealed file"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_was_tampered_with_does_not_open(stored: bytes) -> None:
    with pytest.raises(EnvelopeError) as caught:
        opened(stored)
    assert caught.value.code.startswith("envelope.E")


@given(st.integers(0, len(sealed(b"some evidence")) - 1), st.integers(1, 255))
def test_no_flipped_bit_goes_unseen(at: int, flip: int) -> None:
    stored = bytearray(sealed(b"some evidence"))
    stored[at] ^= flip
    with pytest.raises(EnvelopeError):
        opened(bytes(stored))


def test_a_cut_file_answers_no_range() -> None:
    assert part(THREE, 5, 9) == content(9)[5:]
    with pytest.raises(EnvelopeError):
        part(HEAD + FIRST + SECOND[:-200], 5, 9)
    with pytest.raises(EnvelopeError):
        part(HEAD + FIRST + SECOND, 5, 9)
    with pytest.raises(ValueError, match="does not lie within"):
        part(THREE, 5, plain_size(len(THREE)) + 1)


def test_neither_another_key_nor_another_file_id_opens() -> None:
    stored = sealed(b"a number plate")
    assert b"number" not in stored
    with pytest.raises(EnvelopeError):
        opened(stored, key=KEY[::-1])
    with pytest.raises(EnvelopeError):
        opened(stored, media_id=b"another")


def test_a_finished_file_takes_nothing_more() -> None:
    sealer = Sealer(KEY, media_id=MEDIA, header=new_header(RANDOM))
    sealer.finish()
    with pytest.raises(ValueError, match="finished"):
        sealer.update(b"x")


def test_wrapped_keys_open_only_in_their_context() -> None:
    wrapped = wrap_key(KEY, by=KEY[::-1], context=b"occasion 7", nonce=b"n" * 12)
    assert unwrap_key(wrapped, by=KEY[::-1], context=b"occasion 7") == KEY
    for wrong in (
        {"by": KEY, "context": b"occasion 7"},
        {"by": KEY[::-1], "context": b"occasion 8"},
    ):
        with pytest.raises(EnvelopeError):
            unwrap_key(wrapped, **wrong)
    with pytest.raises(EnvelopeError):
        unwrap_key(wrapped[:-1], by=KEY[::-1], context=b"occasion 7")


def test_a_broken_random_source_makes_no_key() -> None:
    assert new_key(KEY) == KEY
    for bad in (bytes(32), KEY[:31]):
        with pytest.raises(ValueError, match="32 random bytes"):
            new_key(bad)
