"""Whatever is done to a file: a luminaire, or an error that says where; never a crash."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.luminaire import (
    PhotometryFileError,
    Symmetry,
    luminaire_of,
    read,
    read_eulumdat,
    read_ies,
    write_eulumdat,
    write_ies,
)
from stadtherz.lib.luminaire.tests.makers import eulumdat_file, ies_file

FILES = [
    *(write_eulumdat(eulumdat_file(symmetry)) for symmetry in Symmetry),
    write_ies(ies_file()),
    write_ies(ies_file(horizontal_deg=(90.0, 180.0, 270.0), vertical_deg=(0.0, 90.0, 180.0))),
    write_ies(ies_file(horizontal_deg=(0.0,))),
]
ODD_WORDS = [
    b"-1",
    b"0",
    b"1e9",
    b"99999999999",
    b"nan",
    b"inf",
    b"1e309",
    b"",
    b"\xff\xfe",
    b"1,5",
]
content = st.sampled_from(FILES)


def holds(damaged: bytes) -> None:
    """The claim: sound light, or an error with code, fix and (but for whole files) a line."""
    for reader in (read, read_eulumdat, read_ies):
        luminaire, error = outcome(reader, damaged)
        if error:
            assert error.code.startswith("luminaire.E0")
            assert error.fix
            assert error.line or error.code == "luminaire.E002"
            continue
        light = luminaire.intensities
        assert np.isfinite(light.intensity_cd).all()
        assert (light.intensity_cd >= 0).all()
        assert 0 < light.flux_lm < np.inf
        assert 0 <= luminaire.orientation.clarity <= 1


def outcome(reader, damaged):
    try:
        return luminaire_of(reader(damaged)), None
    except PhotometryFileError as error:
        return None, error


@settings(max_examples=25, deadline=None)
@given(content, st.floats(0, 1))
def test_truncations(whole, share):
    holds(whole[: int(len(whole) * share)])


@settings(max_examples=40, deadline=None)
@given(content, st.lists(st.integers(0, 2**32), min_size=1, max_size=6))
def test_flipped_bits(whole, places):
    damaged = bytearray(whole)
    for place in places:
        damaged[place // 8 % len(damaged)] ^= 1 << place % 8
    holds(bytes(damaged))


@settings(max_examples=25, deadline=None)
@given(content, st.integers(0, 999), st.integers(0, 999))
def test_swapped_and_doubled_lines(whole, one, other):
    lines = whole.split(b"\r\n")
    one, other = one % len(lines), other % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    holds(b"\r\n".join(lines))
    holds(b"\r\n".join([*lines[:one], lines[one], *lines[one:]]))
    holds(b"\r\n".join([*lines[:one], *lines[one + 1 :]]))


@settings(max_examples=40, deadline=None)
@given(content, st.integers(0, 999), st.sampled_from(ODD_WORDS))
def test_odd_words(whole, place, odd):
    words = whole.replace(b"\r\n", b" \r\n ").split(b" ")
    words[place % len(words)] = odd
    holds(b" ".join(words).replace(b" \r\n ", b"\r\n"))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_anything_else(whole):
    holds(whole)
    holds(b"IESNA:LM-63-2002\r\nTILT=NONE\r\n" + whole)
    holds(b"maker\r\n3\r\n0\r\n" + whole)
