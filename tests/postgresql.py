"""A PostgreSQL of the tests' own: in a temporary directory, on a socket there, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
PORT = 5432
"""Names the socket file only; no network port is opened."""


@dataclass(frozen=True)
class Server:
    """A running server: Django's ``HOST`` is its socket's directory."""

    host: str
    user: str

    def database(self, name: str = "postgres") -> dict[str, Any]:
        """Django's settings of one database."""
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": self.host,
            "PORT": str(PORT), "USER": self.user,
        }  # fmt: skip


def programs() -> Path:
    """Debian's directory of the newest server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    assert on_path, "PostgreSQL is missing: apt-get install --no-install-recommends postgresql"
    return Path(on_path).parent


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, give it, stop it and delete everything. Never as root: it refuses that."""
    folder = Path(tempfile.mkdtemp(prefix="stadtherz-pg-"))
    account = _account()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, account)
        data, tools = folder / "data", programs()
        _run(account, tools / "initdb", "-D", data, "-U", "stadtherz", "-A", "trust", "-N")
        options = f"-k {folder} -p {PORT} -c listen_addresses='' {FAST}"
        _run(
            account,
            tools / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
        )
        try:
            yield Server(str(folder), "stadtherz")
        finally:
            _run(account, tools / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(account: str, *words: object) -> None:
    user = account if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(word) for word in words],
        user=user,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
