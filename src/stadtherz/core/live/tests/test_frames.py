from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from stadtherz.core.live.frames import event_frame


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_any_message_stays_one_event(message: dict[str, object]) -> None:
    frame = event_frame("a.b", message, event_id="1").decode()
    head, event, data, *rest = frame.split("\n")
    assert (head, event, rest) == ("id: 1", "event: a.b", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == message
