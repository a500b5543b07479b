from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stadtherz.core.live.address import LONGEST_SOCKET_PATH, bus_address
from stadtherz.core.live.bus import Bus
from stadtherz.core.live.errors import BusError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    made = Bus(tmp_path / "bus")
    yield made
    made.close()


def test_message_arrives_and_other_topics_do_not(bus: Bus) -> None:
    with bus.subscribe("lights") as subscription:
        assert subscription.joined()
        bus.publish("lightship.sailed", {"n": 0})
        bus.publish("lights.level", {"n": 1, "umlaut": "ä"})
        received = subscription.receive(2)
        assert received is not None
        assert (received.topic, received.message) == ("lights.level", {"n": 1, "umlaut": "ä"})
        assert subscription.receive(0.05) is None


def test_first_message_of_a_process_is_not_lost(bus: Bus, tmp_path: Path) -> None:
    with bus.subscribe("a") as subscription:
        assert subscription.joined()
        other = Bus(tmp_path / "bus")
        other.publish("a", {"first": True})
        other.close()
        received = subscription.receive(2)
        assert received is not None
        assert received.message == {"first": True}


def test_async_subscription_receives(bus: Bus) -> None:
    async def first() -> dict[str, object]:
        subscription = bus.subscribe_async("a")
        assert await subscription.joined()
        bus.publish("a.b", {"n": 2})
        async for received in subscription:
            subscription.close()
            return received.message
        return {}

    assert asyncio.run(asyncio.wait_for(first(), 5)) == {"n": 2}


def test_many_threads_publish_at_once(bus: Bus) -> None:
    with bus.subscribe("a") as subscription:
        assert subscription.joined()
        threads = [
            threading.Thread(target=lambda: [bus.publish("a", {"n": n}) for n in range(50)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        got = 0
        while subscription.receive(0.5) is not None:
            got += 1
        assert got == 400


def test_nobody_there_never_blocks_and_counts_what_was_dropped(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stadtherz.core.live.broker.Broker.run", lambda _: None)
    monkeypatch.setattr("stadtherz.core.live.bus.HIGH_WATER", 10)
    began = time.monotonic()
    sent = [bus.publish("a", {"n": n}) for n in range(100)]
    assert sent.count(False) == bus.dropped > 50
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("topic", ["", "a b", "ä", "a/b", "."])
def test_strange_topics_are_refused(bus: Bus, topic: str) -> None:
    with pytest.raises(BusError, match=r"live\.E003"):
        bus.publish(topic, {})


@pytest.mark.parametrize(
    ("message", "code"),
    [({"a": object()}, "E004"), ({"a": float("nan")}, "E004"), ({"a": "x" * 300_000}, "E005")],
)
def test_messages_that_are_no_json_or_too_long_are_refused(
    bus: Bus, message: dict[str, object], code: str
) -> None:
    with pytest.raises(BusError, match=code):
        bus.publish("a", message)


def test_directory_is_private(bus: Bus, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert bus_address(tmp_path / "open").lock.parent.stat().st_mode & 0o777 == 0o700


def test_long_path_moves_the_sockets_and_every_process_finds_them(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    address = bus_address(deep)
    assert len(os.fsencode(address.outbox)) <= LONGEST_SOCKET_PATH
    assert address == bus_address(deep)
    assert address.inbox.parent.stat().st_mode & 0o777 == 0o700
    address.inbox.parent.rmdir()  # a sweeper of /tmp
    assert bus_address(deep) == address
    assert address.inbox.parent.is_dir()
    address.inbox.parent.rmdir()


def test_directory_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BusError, match=r"live\.E001"):
        bus_address(tmp_path / "file" / "bus")


BROKER = """
import sys, time
from collections.abc import Iterator
from pathlib import Path
from stadtherz.core.live.bus import Bus
bus = Bus(Path(sys.argv[1]))
with bus.subscribe("a") as s:
    s.joined()
    print("up", flush=True)
    time.sleep(60)
"""


def test_killed_broker_is_replaced_within_two_seconds() -> None:
    with tempfile.TemporaryDirectory() as short:
        directory = Path(short) / "bus"
        child = subprocess.Popen(
            [sys.executable, "-c", BROKER, str(directory)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        bus = Bus(directory)
        with bus.subscribe("a") as subscription:
            assert subscription.joined()
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
            killed = time.monotonic()
            bus.publish("a", {"sent": "into the gap"})
            received = subscription.receive(4)
            assert received is not None, "a message queued while nobody was broker arrives"
            assert time.monotonic() - killed < 3
        bus.close()


def test_forked_child_uses_sockets_of_its_own(bus: Bus) -> None:
    with bus.subscribe("a") as subscription:
        assert subscription.joined()
        child = os.fork()
        if child == 0:
            bus.publish("a", {"from": "child"})
            bus.close()
            os._exit(0)
        os.waitpid(child, 0)
        received = subscription.receive(3)
        assert received is not None
        assert received.message == {"from": "child"}
        assert bus.publish("a", {"from": "parent"})
        received = subscription.receive(3)
        assert received is not None
        assert received.message == {"from": "parent"}


def test_unusable_directory_drops_and_does_not_fail_the_publisher(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    bus = Bus(tmp_path / "file" / "bus")
    assert not bus.publish("a", {})
    assert not bus.publish("a", {})
    assert bus.dropped == 2
    assert caplog.text.count("pollers go on") == 1
