"""Is the port free, and if not, which one is."""

from __future__ import annotations

import socket

from .errors import ProcessError

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Tell whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def require_free(port: int) -> None:
    """Refuse a port that is taken or that this user may not use.

    Raises:
        ProcessError: start.E001, with a free port in its advice.

    """
    if is_free(port):
        return
    raise ProcessError(
        f"Port {port} on this machine is in use by another program, or not allowed.",
        fix=f"Stop that program, or type: ./stadtherz up --port {_a_free_port(port)}",
        code="start.E001",
    )


def _a_free_port(near: int) -> int:
    for port in range(max(near + 1, 1024), min(near + 100, 65535)):
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    return int(port)
