"""One change to 2,000 connected browsers: how late the last one hears, and what each costs.

The hub runs as it does in the web process (uvicorn, the bus, the event streams) in a process of
its own; the readers are plain sockets in a second one; the announcements come from a third, this
one. Peer: a bare asyncio loop that writes the same bytes to the same number of sockets, which
is the floor that no server in Python can beat.

"Report to browser" is measured in a whole installation with the demo's night: from the round of the
bridge in which a simulated detector reports, to the message at each of six event streams that shows
the lamp brighter than before. It holds the wait for the next tick and the lamp's own slow start.

    python bench/live.py [--json] [--readers 2000] [--changes 30] [--watched-s 30]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

TOPIC = "lights.level"
MESSAGE = {"street": "Fackelstraße", "lamps": [[n, 30 + n] for n in range(12)]}
PAUSE_S = 0.4


def main() -> None:
    """Measure both, print a table or one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--changes", type=int, default=30)
    parser.add_argument("--watched-s", type=float, default=30.0)
    told = parser.parse_args()
    _raise_limit(told.readers)
    ours = measured(_hub_process, told.readers, told.changes)
    floor = measured(_floor_process, told.readers, told.changes)
    reports = report_to_browser(told.watched_s)
    names = ("last_p50_ms", "last_p99_ms", "each_p50_ms", "each_p99_ms", "connection_bytes")
    line: dict[str, Any] = {
        "bench": "live",
        "figures": {"readers": told.readers, "changes": told.changes, **ours, **reports},
        "peers": {"bare asyncio loop": floor},
        "ratios": {name: round(ours[name] / max(floor[name], 0.001), 2) for name in names},
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}",
    }
    print(json.dumps(line) if told.json else _table(line, names))


def measured(
    server: Callable[[Connection, str], None], readers: int, changes: int
) -> dict[str, float]:
    """Run one server with its readers; give milliseconds and bytes."""
    with tempfile.TemporaryDirectory(prefix="sh-bench-") as directory:
        start = multiprocessing.get_context("spawn")
        here, there = start.Pipe()
        serving = start.Process(target=server, args=(there, directory), daemon=True)
        serving.start()
        port = here.recv()
        empty_bytes = _resident_bytes(serving.pid)
        mine, theirs = start.Pipe()
        reading = start.Process(target=_reader_process, args=(theirs, port, readers), daemon=True)
        reading.start()
        assert mine.recv() == "connected"
        full_bytes = _resident_bytes(serving.pid)
        sent = _announce_all(here, Path(directory), changes)
        time.sleep(2)  # the last message reaches its readers, too
        mine.send("report")
        arrivals: list[list[float]] = mine.recv()
        here.send("stop")
        serving.join(5)
        serving.kill()
        reading.kill()
    _require_all(arrivals, readers, changes)
    return _figures(sent, arrivals, (full_bytes - empty_bytes) / readers)


def report_to_browser(watched_s: float) -> dict[str, float]:
    """Watch the demo's night for so long; milliseconds from detector reports to six streams."""
    from tests.journeys.conftest import built_house  # noqa: PLC0415 -- path first
    from tests.resilience.reports import observed, witnessed  # noqa: PLC0415 -- path first

    with built_house() as house, witnessed(house) as notes:
        seen = observed(house, notes, readers=6, seconds=watched_s)
    late_s = sorted(late for reader in seen.lateness_s() for late in reader)
    if not late_s or late_s[-1] == float("inf"):
        sys.exit(f"of {len(late_s)} reports not all were shown")
    return {
        "reports": len(late_s),
        "report_p50_ms": round(statistics.median(late_s) * 1000, 1),
        "report_p95_ms": round(late_s[int(len(late_s) * 0.95)] * 1000, 1),
    }


def _require_all(arrivals: list[list[float]], readers: int, changes: int) -> None:
    heard = sum(len(times) for times in arrivals)
    if len(arrivals) != changes or heard != readers * changes:
        sys.exit(f"{readers * changes - heard} of {readers * changes} messages were lost")


def _figures(
    sent: list[float], arrivals: list[list[float]], connection_bytes: float
) -> dict[str, float]:
    late = [[at - begun for at in times] for begun, times in zip(sent, arrivals, strict=True)]
    last = sorted(max(times) * 1000 for times in late)
    each = sorted(one * 1000 for times in late for one in times)
    return {
        "last_p50_ms": round(statistics.median(last), 1),
        "last_p99_ms": round(last[int(len(last) * 0.99)], 1),
        "each_p50_ms": round(statistics.median(each), 1),
        "each_p99_ms": round(each[int(len(each) * 0.99)], 1),
        "connection_bytes": round(connection_bytes),
    }


def _announce_all(server: Connection, directory: Path, changes: int) -> list[float]:
    """Announce from this process over the bus (hub), or by a byte on the pipe (floor)."""
    if server.recv() == "pipe":
        return [_told(server, n) for n in range(changes)]
    from stadtherz.core.live.bus import Bus  # noqa: PLC0415 -- slow

    bus = Bus(directory / "bus")
    with bus.subscribe(TOPIC) as own:
        own.joined()
    sent = []
    for n in range(changes):
        time.sleep(PAUSE_S)
        sent.append(time.monotonic())
        bus.publish(f"live.{TOPIC}", {"n": n, **MESSAGE})
    bus.close()
    return sent


def _told(server: Connection, number: int) -> float:
    time.sleep(PAUSE_S if number else 1.0)
    at = time.monotonic()
    server.send(number)
    return at


def _hub_process(parent: Connection, directory: str) -> None:
    asyncio.run(_hub(parent, Path(directory)))


async def _hub(parent: Connection, directory: Path) -> None:
    import uvicorn  # noqa: PLC0415 -- only this process needs it

    from stadtherz.core.live.bus import Bus  # noqa: PLC0415 -- as above
    from stadtherz.core.live.settings import Settings  # noqa: PLC0415 -- as above
    from stadtherz.core.live.stream import LiveApp  # noqa: PLC0415 -- as above
    from stadtherz.core.registry.values import ANYONE  # noqa: PLC0415 -- as above

    bus = Bus(directory / "bus")
    app = LiveApp(
        bus,
        Settings(most_streams=100_000),
        topics=lambda: {TOPIC: None},
        actor_of=lambda _: ANYONE,
    )
    config = uvicorn.Config(
        app, port=0, lifespan="off", log_level="error", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 -- uvicorn offers no event
        await asyncio.sleep(0.01)
    parent.send(server.servers[0].sockets[0].getsockname()[1])
    parent.send("bus")
    await asyncio.to_thread(parent.recv)
    app.close()
    server.should_exit = True
    await serving
    bus.close()


def _floor_process(parent: Connection, _: str) -> None:
    asyncio.run(_floor(parent))


async def _floor(parent: Connection) -> None:
    writers: list[asyncio.StreamWriter] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nevent: ready\ndata: {}\n\n")
        writers.append(writer)

    server = await asyncio.start_server(greet, "127.0.0.1", 0, backlog=2048)
    parent.send(server.sockets[0].getsockname()[1])
    parent.send("pipe")
    while (number := await asyncio.to_thread(parent.recv)) != "stop":
        data = json.dumps({"n": number, **MESSAGE}, ensure_ascii=False, separators=(",", ":"))
        frame = f"id: x-{number}\nevent: {TOPIC}\ndata: {data}\n\n".encode()
        for writer in writers:
            writer.write(frame)


def _reader_process(parent: Connection, port: int, readers: int) -> None:
    _raise_limit(readers)
    asyncio.run(_read(parent, port, readers))


async def _read(parent: Connection, port: int, readers: int) -> None:
    arrivals: dict[bytes, list[float]] = {}
    ready = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    for number in range(readers):
        await loop.create_connection(lambda: _Reader(arrivals, ready), "127.0.0.1", port)
        if number % 100 == 99:  # noqa: PLR2004 -- as many at once as a backlog holds
            for _ in range(100):
                await ready.acquire()
    for _ in range(readers % 100):
        await ready.acquire()
    await asyncio.sleep(0.5)
    parent.send("connected")
    await asyncio.to_thread(parent.recv)
    parent.send(list(arrivals.values()))


class _Reader(asyncio.Protocol):
    """One browser: asks for the stream, notes when each message is whole."""

    def __init__(self, arrivals: dict[bytes, list[float]], ready: asyncio.Semaphore) -> None:
        self._arrivals = arrivals
        self._ready = ready
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        request = f"GET /live?topics={TOPIC} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        transport.write(request.encode())  # type: ignore[attr-defined]  # a TCP transport writes

    def data_received(self, data: bytes) -> None:
        self._rest += data
        *whole, self._rest = self._rest.split(b"\n\n")
        for event in whole:
            if b"event: ready" in event:
                self._ready.release()
            elif b'"n":' in event:
                key = event.split(b'"n":', 1)[1].split(b",", 1)[0]
                self._arrivals.setdefault(key, []).append(time.monotonic())


def _resident_bytes(pid: int | None) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _raise_limit(readers: int) -> None:
    wanted = readers + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        sys.exit(f"This shell allows {hard} open files, {wanted} are needed: ulimit -n {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _table(line: dict[str, Any], names: tuple[str, ...]) -> str:
    ours, ratios = line["figures"], line["ratios"]
    floor = line["peers"]["bare asyncio loop"]
    rows = [f"{'':18}{'Stadtherz':>12}{'bare loop':>12}{'ratio':>8}"]
    rows += [f"{n:18}{ours[n]:>12}{floor[n]:>12}{ratios[n]:>8}" for n in names]
    rows.append(
        f"report to browser p50 {ours['report_p50_ms']} ms, p95 {ours['report_p95_ms']} ms "
        f"({ours['reports']} reports heard)"
    )
    return "\n".join([*rows, str(line["machine"])])


if __name__ == "__main__":
    main()
