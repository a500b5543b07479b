from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.throttle import Rate, Window, allow, full, take

RATE = Rate(burst=5, per_s=10.0)
pauses = st.lists(st.floats(0, 8), min_size=1, max_size=80)


@given(pauses)
def test_a_bucket_never_lets_through_more_than_burst_and_refill(steps: list[float]) -> None:
    bucket = full(RATE, now_s=0)
    passed = 0
    for now_s in accumulate(steps):
        bucket, verdict = take(bucket, RATE, now_s=now_s)
        passed += verdict.allowed
        assert passed <= RATE.burst + now_s / 2 + 1e-6


@given(pauses)
def test_a_window_never_holds_more_than_its_burst(steps: list[float]) -> None:
    window, allowed = Window(), []
    for now_s in accumulate(steps):
        window, verdict = allow(window, RATE, now_s=now_s)
        if verdict.allowed:
            allowed.append(now_s)
        assert sum(now_s - moment < RATE.per_s for moment in allowed) <= RATE.burst


def test_waiting_as_told_is_enough_and_no_longer_than_needed() -> None:
    bucket = full(RATE, now_s=0)
    for _ in range(5):
        bucket, verdict = take(bucket, RATE, now_s=0)
        assert verdict.allowed
    bucket, verdict = take(bucket, RATE, now_s=0)
    assert not verdict.allowed
    assert verdict.retry_after_s == pytest.approx(2.0)
    assert not take(bucket, RATE, now_s=1.9)[1].allowed
    assert take(bucket, RATE, now_s=2.0)[1].allowed


def test_a_window_says_when_its_oldest_leaves() -> None:
    window = Window()
    for now_s in (0, 1, 2, 3, 4):
        window, _ = allow(window, RATE, now_s=now_s)
    window, verdict = allow(window, RATE, now_s=6)
    assert (verdict.allowed, verdict.retry_after_s) == (False, 4)
    assert allow(window, RATE, now_s=10)[1].allowed


def test_a_clock_that_jumps_back_locks_nobody_out() -> None:
    bucket, _ = take(full(RATE, now_s=1_000_000), RATE, now_s=1_000_000)
    bucket, verdict = take(bucket, RATE, now_s=0)
    assert verdict.allowed
    window = Window((1_000_000.0,) * 5)
    window, verdict = allow(window, RATE, now_s=0)
    assert (verdict.allowed, verdict.retry_after_s) == (False, 10.0)
    assert allow(window, RATE, now_s=10)[1].allowed


def test_costs_and_rates_that_never_work_are_refused() -> None:
    with pytest.raises(ValueError, match="never fits"):
        take(full(RATE, now_s=0), RATE, now_s=0, cost=6)
    with pytest.raises(ValueError, match="at least one"):
        Rate(burst=0, per_s=1)
