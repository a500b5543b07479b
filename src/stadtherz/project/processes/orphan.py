"""A child that outlives its supervisor would keep the port: it ends itself instead."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # prctl(2), Linux
GRACE_S = 4.0


def end_with(supervisor: int) -> None:
    """Let this process end when its supervisor ends, even by kill -9.

    On Linux the kernel sends SIGTERM at once; a watching thread does the same elsewhere, and
    ends the whole group of this process where the friendly signal was not enough.

    Args:
        supervisor: process number that is this process's parent now.

    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_watch, args=(supervisor,), name="orphan-watch", daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    if os.getpgid(0) == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
