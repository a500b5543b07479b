"""The real server with an open stream stops at once when it is told to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SERVER = """
import sys
from pathlib import Path
import uvicorn
from stadtherz.core.registry.values import ANYONE
from stadtherz.core.live.bus import Bus
from stadtherz.core.live.lifespan import attend_lifespan
from stadtherz.core.live.settings import Settings
from stadtherz.core.live.stream import LiveApp

live = LiveApp(Bus(Path(sys.argv[1])), Settings(), topics=lambda: {"a.b": None},
               actor_of=lambda _: ANYONE)

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await attend_lifespan(receive, send, close=live.close)
    else:
        await live(scope, receive, send)

uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", timeout_graceful_shutdown=10)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_open_streams_do_not_delay_the_end(tmp_path: Path, number: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", SERVER, str(tmp_path / "bus"), str(port)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert server.stderr is not None
    with server, _connected(port) as stream:
        stream.sendall(b"GET /live?topics=a.b HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"event: ready" not in received:
            received += stream.recv(4096)
        server.send_signal(number)
        told_s = time.monotonic()
        while stream.recv(4096):
            pass
        server.wait(8)
        assert time.monotonic() - told_s < 2
        assert b"ERROR" not in server.stderr.read()


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.05)
