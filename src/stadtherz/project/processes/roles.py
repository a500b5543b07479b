"""What each kind of process does once it runs."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

import django

from stadtherz.project.conf import current

from .orphan import end_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STOP_WITHIN_S = 3.0


def web(*, proxies: Sequence[str] = ()) -> int:
    """Serve pages and streams with one uvicorn process until SIGTERM.

    Args:
        proxies: as `web_options`.

    """
    import uvicorn  # noqa: PLC0415 -- slow: only the web process needs it

    uvicorn.run("stadtherz.project.asgi:application", **web_options(proxies))
    return 0


def web_options(proxies: Sequence[str]) -> dict[str, Any]:
    """How uvicorn serves us.

    Args:
        proxies: addresses and networks whose word about the visitor's address is taken: the last
            one in X-Forwarded-For that is no proxy. Nobody else's header is looked at.

    """
    server = current().server
    return {
        "host": server.host,
        "port": server.port,
        "timeout_graceful_shutdown": 2,  # open event streams never end by themselves
        "access_log": False,
        "log_level": "warning",
        "proxy_headers": bool(proxies),
        "forwarded_allow_ips": list(proxies),  # else uvicorn asks a variable of its own
        "server_header": False,
    }


def worker() -> int:
    """Run tasks and schedules, and deliver events, until SIGTERM."""
    django.setup()
    from stadtherz.core.journal import dispatch  # noqa: PLC0415 -- app ready
    from stadtherz.core.live.contract import ring_on  # noqa: PLC0415 -- app ready
    from stadtherz.core.tasks import worker as tasks  # noqa: PLC0415 -- app ready
    from stadtherz.project.wiring import OUTBOX_TOPIC  # noqa: PLC0415 -- app ready

    stop = stop_at_signals()
    ring_on(OUTBOX_TOPIC, dispatch.BELL, stop=stop)
    return run_parts({"tasks": tasks.run, "events": dispatch.run}, stop)


def bridge() -> int:
    """Hold the long-lived connections to lamps and cameras until SIGTERM."""
    django.setup()
    from stadtherz.core.bridges import runner  # noqa: PLC0415 -- app ready

    return run_parts({"bridges": runner.run}, stop_at_signals())


def stop_at_signals() -> threading.Event:
    """Give an event that SIGINT, SIGTERM and SIGHUP set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run_parts(
    parts: Mapping[str, Callable[[threading.Event], object]], stop: threading.Event
) -> int:
    """Run each part in a thread until the event is set.

    Returns:
        0 after an ordered stop, 1 when a part ended or failed by itself: the process then ends
        as a whole, and its supervisor starts it again.

    """
    failed: list[str] = []

    def run(name: str, part: Callable[[threading.Event], object]) -> None:
        try:
            part(stop)
        except Exception:  # noqa: BLE001 -- whatever it was, the process starts again
            traceback.print_exc()
            failed.append(name)
        if not stop.is_set():
            print(f"ERROR {name} ended by itself", file=sys.stderr)
            failed.append(name)
        stop.set()

    threads = [
        threading.Thread(target=run, args=item, name=item[0], daemon=True) for item in parts.items()
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(STOP_WITHIN_S)
    return 1 if failed else 0


def follow_supervisor() -> None:
    """End with the supervisor, where this process was started by one."""
    supervisor = os.environ.get("STADTHERZ_SUPERVISOR")
    if supervisor is not None:
        end_with(int(supervisor))
