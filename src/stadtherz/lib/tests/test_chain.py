from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.chain import (
    GENESIS,
    Batch,
    ChainError,
    batch_head,
    canonical,
    entry_digest,
    salted_digest,
    verify,
)

values = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def batches(count: int = 3) -> list[Batch]:
    made: list[Batch] = []
    head = GENESIS
    for number in range(1, count + 1):
        entries = [{"verb": "lights.switch", "number": number, "at": place} for place in "abc"]
        digests = [entry_digest(entry) for entry in entries]
        head = batch_head(head, digests)
        made.append(Batch(number=number, entries=entries, digests=digests, head=head))
    return made


def test_the_canonical_form_is_fixed() -> None:
    value = {"b": [1, True, None], "ä": "Straße", "a": {"z": "\n", "A": -3}}
    expected = '{"a":{"A":-3,"z":"\\n"},"b":[1,true,null],"ä":"Straße"}'
    assert canonical(value) == expected.encode()


@given(st.dictionaries(st.text(), values, max_size=5))
def test_the_order_of_keys_does_not_matter(entry: dict[str, Any]) -> None:
    turned = dict(reversed(entry.items()))
    assert entry_digest(entry) == entry_digest(turned)


@given(values, values)
def test_different_values_differ(one: object, other: object) -> None:
    same = repr(one) == repr(other) or canonical(one) == canonical(other)
    assert same == (salted_digest(one, salt=b"s" * 16) == salted_digest(other, salt=b"s" * 16))


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1: 2}, {"a": {3}}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, "\ud800"])
def test_what_json_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"safely|surrogates"):
        canonical(value)


def test_a_whole_chain_verifies_to_its_last_head() -> None:
    made = batches()
    assert verify(made) == made[-1].head
    assert verify(made[1:], previous=made[0].head) == made[-1].head
    assert verify([]) == GENESIS


def test_a_changed_entry_is_found_where_it_stands() -> None:
    made = batches()
    changed = [*made[1].entries]
    changed[2] = {**changed[2], "at": "elsewhere"}
    made[1] = replace(made[1], entries=changed)
    with pytest.raises(ChainError, match="Entry 3 of batch 2") as caught:
        verify(made)
    assert caught.value.code == "chain.E001"


@pytest.mark.parametrize("kind", ["dropped", "swapped", "short", "long", "resealed", "no digest"])
def test_missing_added_and_moved_are_found(kind: str) -> None:
    made = batches()
    second = made[1]
    if kind == "dropped":
        del made[1]
    elif kind == "swapped":
        made[1], made[2] = made[2], made[1]
    elif kind == "short":
        made[1] = replace(second, entries=second.entries[:2], digests=second.digests[:2])
    elif kind == "long":
        made[1] = replace(
            second,
            entries=[*second.entries, second.entries[0]],
            digests=[*second.digests, second.digests[0]],
        )
    elif kind == "no digest":
        made[1] = replace(second, entries=second.entries[:2])
    else:
        digests = [entry_digest({"forged": True})]
        head = batch_head(made[0].head, digests)
        made[1] = Batch(number=2, entries=[{"forged": True}], digests=digests, head=head)
    with pytest.raises(ChainError) as caught:
        verify(made)
    assert caught.value.code == "chain.E002"


def test_salts_hide_values_and_must_be_long() -> None:
    assert salted_digest("Erika", salt=b"a" * 16) != salted_digest("Erika", salt=b"b" * 16)
    with pytest.raises(ValueError, match="16 bytes"):
        salted_digest("Erika", salt=b"short")


def test_digests_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        batch_head(GENESIS, [b"short"])
