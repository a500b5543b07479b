"""Keeping one bridge running: start, notice its end, pause, start again."""

from __future__ import annotations

import logging
import random
import time
from typing import TYPE_CHECKING

from django.db import connections

from stadtherz.core.bridges.domain import STEADY_AFTER_S, restart_pause_s

if TYPE_CHECKING:
    from stadtherz.core.bridges.context import BridgeContext
    from stadtherz.core.registry.contract import BridgeSpec

log = logging.getLogger(__name__)


def keep_running(spec: BridgeSpec, context: BridgeContext) -> None:
    """Run the bridge until the stop; an error or an early return is followed by a pause."""
    failures = 0
    while not context.stop.is_set():
        begun_s = time.monotonic()
        context.begun()
        error = _run_once(spec, context)
        if context.stop.is_set():
            break
        failures = 1 if time.monotonic() - begun_s > STEADY_AFTER_S else failures + 1
        context.failed(error)
        chance = random.random()  # noqa: S311 -- spreads load, guards nothing
        context.wait(restart_pause_s(failures, chance=chance))
    context.stopped()


def _run_once(spec: BridgeSpec, context: BridgeContext) -> str:
    try:
        spec.run(context)
    except Exception as error:
        log.exception("bridge failed", extra={"bridge": spec.key})
        return f"{type(error).__name__}: {error}"
    finally:
        connections.close_all()
    return "The bridge returned before it was told to stop."
