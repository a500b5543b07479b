from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from stadtherz.core.bridges.context import BridgeContext
from stadtherz.core.bridges.domain import BridgeState, restart_pause_s
from stadtherz.core.bridges.supervision import keep_running
from stadtherz.core.registry.contract import BridgeSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def supervised(run: Callable[[BridgeContext], object], stop: threading.Event) -> BridgeContext:
    context = BridgeContext("x.y", stop)
    spec = BridgeSpec(key="x.y", label="x", run=lambda given: run(given) and None)
    threading.Thread(target=keep_running, args=(spec, context), daemon=True).start()
    return context


def until(condition: Callable[[], bool], within_s: float = 5.0) -> None:
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_failing_bridge_is_started_again_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stadtherz.core.bridges.supervision.restart_pause_s", lambda *_, **__: 0.01)
    stop = threading.Event()

    def run(context: BridgeContext) -> None:
        if context.standing().starts < 3:
            raise ConnectionError("nobody home")
        context.connected()
        context.count("messages_in", 2)
        context.wait(30)

    context = supervised(run, stop)
    until(lambda: context.standing().state == BridgeState.CONNECTED)
    assert context.standing().starts == 3
    assert context.standing().error == "ConnectionError: nobody home"
    assert context.counters() == {"messages_in": 2}
    stop.set()
    until(lambda: context.standing().state == BridgeState.STOPPED)


def test_bridge_that_returns_early_counts_as_failed() -> None:
    stop = threading.Event()
    context = supervised(lambda _: None, stop)
    until(lambda: context.standing().state == BridgeState.FAILED)
    assert "before it was told to stop" in context.standing().error
    stop.set()
    until(lambda: context.standing().state == BridgeState.STOPPED)


def test_since_moves_only_when_the_state_does() -> None:
    context = BridgeContext("x.y", threading.Event())
    context.connected()
    since_at = context.standing().since_at
    context.connected()
    assert context.standing().since_at == since_at
    context.failed("x" * 900)
    assert context.standing().since_at >= since_at
    assert len(context.standing().error) == 500


def test_pauses_double_up_to_a_limit() -> None:
    pauses = [restart_pause_s(n, chance=0.5) for n in range(1, 12)]
    assert pauses[:3] == [0.5, 1.0, 2.0]
    assert pauses[-1] == 60.0
    assert restart_pause_s(10**6, chance=0.999) < 90
