from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.ids import MonotonicUuid7, made_at_ms, uuid7

moments = st.integers(min_value=0, max_value=(1 << 48) - 2)
randoms = st.binary(min_size=10, max_size=10)


def test_example_of_the_standard() -> None:
    """RFC 9562, appendix A.6: 2022-02-22T19:22:22Z, rand_a CC3, rand_b 18C4DC0C0C07398F."""
    number = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    made = uuid7(0x017F22E279B0, number.to_bytes(10, "big"))
    assert made == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


@given(moments, randoms)
def test_carries_version_variant_and_moment(now_ms: int, random_bytes: bytes) -> None:
    made = uuid7(now_ms, random_bytes)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made_at_ms(made) == now_ms


@given(st.lists(st.tuples(moments, randoms), min_size=2, max_size=30))
def test_only_grows_however_the_clock_jumps(steps: list[tuple[int, bytes]]) -> None:
    generator = MonotonicUuid7()
    made = [generator.make(now_ms, random_bytes) for now_ms, random_bytes in steps]
    assert all(earlier < later for earlier, later in pairwise(made))


def test_moves_on_when_the_random_part_is_full() -> None:
    generator = MonotonicUuid7()
    first = generator.make(5, b"\xff" * 10)
    second = generator.make(5, b"\xff" * 10)
    assert (made_at_ms(first), made_at_ms(second)) == (5, 6)


@pytest.mark.parametrize("now_ms", [-1, 1 << 48])
def test_refuses_moments_outside_48_bits(now_ms: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(now_ms, bytes(10))


def test_refuses_too_little_randomness_and_other_versions() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(0, bytes(9))
    with pytest.raises(ValueError, match="version 7"):
        made_at_ms(UUID(int=0))
