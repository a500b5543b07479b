"""A detector's report is seen in every connected browser: all of it, in order, and soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.resilience.reports import observed, witnessed

if TYPE_CHECKING:
    from tests.journeys.conftest import House

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
READERS = 4
WATCHED_S = 15.0
BOUND_S = 10.0
"""Far above what is promised: a loaded machine must not turn this red; `bench live` measures."""


def test_every_stream_shows_each_report_whole_and_in_order(demo: House) -> None:
    with witnessed(demo) as notes:
        seen = observed(demo, notes, readers=READERS, seconds=WATCHED_S)
    assert len(seen.rises) > 5, "somebody walked where light waits for them"
    for heard in seen.readers:
        messages = [(delta, clock) for _, delta, clock in heard]
        begins = (n for n, told in enumerate(seen.told) if told == messages[0])
        assert any(seen.told[n : n + len(messages)] == messages for n in begins), (
            "what was told arrives without a gap and in its order"
        )
    for late_s in seen.lateness_s():
        assert max(late_s) < BOUND_S, sorted(late_s)[-5:]
