"""``stadtherz up``: everything on this machine, for this machine, with one link to open."""

from __future__ import annotations

import os
import secrets
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from stadtherz.project.conf import current

from .child import Child, ChildPlan
from .errors import ProcessError
from .group import GLANCE_S, Group
from .lock import only_one
from .logs import last_lines
from .port import LOOPBACK, require_free
from .roles import stop_at_signals

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping
    from pathlib import Path

PROGRESS_EVERY_S = 2.0
READY_WITHIN_S = 120.0
STARTS_BEFORE_GIVING_UP = 4


def up(*, port: int | None = None, is_wordy: bool = False) -> int:
    """Prepare, start and watch web, worker and bridge until Ctrl-C.

    Args:
        port: instead of the settings' port.
        is_wordy: show every line of the children on the console.

    Raises:
        ProcessError: port in use, running already, or not ready in time.

    """
    installation = current()
    port = port or installation.server.port
    logs = installation.data_dir / "logs"
    stop = stop_at_signals()
    with only_one(
        installation.data_dir / "up.lock", f"process {os.getpid()}, http://localhost:{port}"
    ):
        require_free(port)
        if not _prepare(logs, stop):
            return 130
        key = secrets.token_urlsafe(24)
        with Group(plans(port, key), logs, is_wordy=is_wordy) as group:
            if _wait_until_ready(group, port, logs, stop):
                _tell(port, key, installation.home)
                group.run(stop)
            say("Stopping …")
    say("Stopped. Everything is kept; ./stadtherz up goes on from here.")
    return 0


def plans(port: int, key: str) -> list[ChildPlan]:
    """Name the three children; only the web process learns the key of this start."""
    here: Mapping[str, str] = {
        "STADTHERZ_SERVER__HOST": LOOPBACK,
        "STADTHERZ_SERVER__PORT": str(port),
        "STADTHERZ_SERVER__ALLOWED_HOSTS": "localhost,127.0.0.1",
    }
    return [
        ChildPlan(name="web", command=_command("web"), environment={
            **here, "STADTHERZ_DEMO_KEY": key,
        }),
        ChildPlan(name="worker", command=_command("worker"), environment=here),
        ChildPlan(name="bridge", command=_command("bridge"), environment=here),
    ]  # fmt: skip


def _command(role: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "stadtherz.project.processes", role)


def _prepare(logs: Path, stop: threading.Event) -> bool:
    child = Child(
        ChildPlan(name="prepare", command=_command("prepare")), logs, sys.stderr, is_wordy=True
    )
    say("Preparing …")
    child.start()
    begun_s = told_s = time.monotonic()
    while (code := child.exit_code()) is None:
        if stop.wait(GLANCE_S):
            child.ask_to_stop()
            child.wait(3.0)
            return False
        if time.monotonic() - told_s >= PROGRESS_EVERY_S:
            told_s = time.monotonic()
            say(f"  {told_s - begun_s:.0f} s")
    child.wait(0.0)
    if code:
        raise ProcessError(
            f"Preparing the installation failed (exit code {code}); the reason stands above.",
            fix=f"Correct it and start again; the whole record is in {logs / 'prepare.log'}.",
            code="start.E004",
        )
    return True


def _wait_until_ready(group: Group, port: int, logs: Path, stop: threading.Event) -> bool:
    say("Starting web, worker and bridge …")
    begun_s = told_s = time.monotonic()
    while not _is_ready(port):
        if stop.wait(GLANCE_S):
            return False
        group.attend()
        now_s = time.monotonic()
        if now_s - told_s >= PROGRESS_EVERY_S:
            told_s = now_s
            say(f"  {now_s - begun_s:.0f} s")
        is_failing = group.children[0].starts >= STARTS_BEFORE_GIVING_UP
        if is_failing or now_s - begun_s > READY_WITHIN_S:
            raise ProcessError(
                f"The web process does not get ready. Its last words:\n{last_lines(logs, 'web')}",
                fix=f"The whole record is in {logs / 'web.log'}.",
                code="start.E003",
            )
    return True


def _is_ready(port: int) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health/ready", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200  # noqa: PLR2004 -- HTTP 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _tell(port: int, key: str, home: Path) -> None:
    say(f"""
Stadtherz runs. Open this link (it is valid until you stop):

    http://localhost:{port}/demo/?key={key}

Everything is written to {home}
Ctrl-C stops.
""")


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)
