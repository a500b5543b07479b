import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.lightwave import decode_delta, encode_delta
from stadtherz.lib.lightwave.delta import DeltaError

CHANGES = st.dictionaries(
    st.integers(0, 2_000_000), st.tuples(st.integers(0, 100), st.integers(0, 3)), max_size=20
)


@settings(max_examples=40)
@given(CHANGES)
def test_what_goes_in_comes_out(changes):
    lamps = np.array(sorted(changes), dtype=np.intp)
    levels = np.array([changes[lamp][0] for lamp in lamps.tolist()], dtype=np.uint8)
    knowledge = np.array([changes[lamp][1] for lamp in lamps.tolist()], dtype=np.uint8)
    out = decode_delta(encode_delta(lamps, levels, knowledge))
    for given_, got in zip((lamps, levels, knowledge), out, strict=True):
        assert np.array_equal(given_, got)


def test_neighbours_cost_less_than_two_and_a_half_bytes_each():
    lamps = np.arange(1000, 2000)
    size = len(encode_delta(lamps, np.full(1000, 70, np.uint8), np.full(1000, 3, np.uint8)))
    assert size < 2500


@given(st.binary(max_size=60))
def test_other_bytes_are_refused_or_decoded_never_a_crash(noise):
    for delta in (noise, b"L1" + noise):
        try:
            lamps, levels, knowledge = decode_delta(delta)
        except DeltaError:
            continue
        assert len(lamps) == len(levels) == len(knowledge)


def test_every_cut_is_noticed():
    whole = encode_delta(
        np.array([3, 400, 90_000]), np.array([1, 2, 3], np.uint8), np.array([1, 2, 3], np.uint8)
    )
    for length in range(len(whole)):
        with pytest.raises(DeltaError):
            decode_delta(whole[:length])
