"""The bridge process: every descriptor's bridge in a thread of its own, supervised."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from stadtherz.core.bridges.context import BridgeContext
from stadtherz.core.bridges.recording import record
from stadtherz.core.bridges.supervision import keep_running
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.turns import only_one

log = logging.getLogger(__name__)

_RECORD_EVERY_S: Final = 5.0
_GLANCE_S: Final = 0.5
_STOP_WITHIN_S: Final = 2.0


def run(stop: threading.Event) -> None:
    """Run all bridges until told to stop.

    One bridge process per installation and machine is active: a second one waits, and takes
    over within a second when the first one ends, however it ends.
    """
    with only_one(Path(settings.STADTHERZ_RUN_DIR) / "bridge.lock", stop) as is_ours:
        if is_ours:
            _run_all(stop)


def _run_all(stop: threading.Event) -> None:
    contexts, threads = [], []
    for spec in registry.bridges().values():
        context = BridgeContext(spec.key, stop)
        thread = threading.Thread(
            target=keep_running, args=(spec, context), name=f"bridge-{spec.key}", daemon=True
        )
        contexts.append(context)
        threads.append(thread)
        thread.start()
    told: dict[str, object] = {}
    next_s = 0.0
    while not stop.wait(_GLANCE_S):
        now_told: dict[str, object] = {c.key: c.standing() for c in contexts}
        if now_told != told or time.monotonic() >= next_s:
            told, next_s = now_told, time.monotonic() + _RECORD_EVERY_S
            _record(contexts)
    until_s = time.monotonic() + _STOP_WITHIN_S
    for thread in threads:
        thread.join(max(0.0, until_s - time.monotonic()))
    _record(contexts)
    connections.close_all()


def _record(contexts: list[BridgeContext]) -> None:
    try:
        record(contexts)
    except DatabaseError:
        log.exception("health of the bridges could not be written, trying again")
        connections.close_all()
