"""Requests per second and SQL queries of the ten main pages of a running demo.

One uvicorn process as `up` starts it; a client with one kept connection, then eight at once.
Peers in the same run: our own process answering `/health/live` (what every page pays for server,
threads and middleware), which the ratios name, and an empty Django project with a view of two
words under the same server.

    python bench/pages.py [--json] [--seconds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.house import ROOT, House, free_port, wait_for
from tools.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 8
MOST = 250
"""Answers per measurement: the API grants a caller 600 a minute, and a page is measured twice."""
LIVE = "/health/live, same process"
COUNTS = """
import json, sys
sys.path.insert(0, "{root}")
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tools.pages import PAGES, incident, sign_in
key, rows = str(incident(1).pk), {{}}
for page in PAGES:
    client = sign_in(Client(SERVER_NAME="localhost"), page.role)
    path = page.path.format(incident=key)
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    jar = "; ".join(f"{{name}}={{morsel.value}}" for name, morsel in client.cookies.items())
    rows[page.name] = {{"path": path, "cookies": jar, "queries": len(asked.captured_queries)}}
print(json.dumps(rows))
"""
PLAIN = """
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench")
urlpatterns = [path("", lambda _request: HttpResponse("good evening"))]
application = get_asgi_application()
"""


def main() -> None:
    """Measure ours and the peer, print a table or one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=3.0)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sh-pages-") as folder:
        house = House(Path(folder))
        with house.running(within_s=600):
            rows = pages_of(house)
            figures = {
                page.name: {
                    "queries": rows[page.name]["queries"],
                    **measured(house.address, rows[page.name], told.seconds),
                }
                for page in PAGES
            }
            floor = measured(house.address, {"path": "/health/live", "cookies": ""}, told.seconds)
        with plain_view(Path(folder)) as address:
            peer = measured(address, {"path": "/", "cookies": ""}, told.seconds)
    line = {
        "bench": "pages",
        "figures": figures,
        "peers": {LIVE: floor, "Django view of two words": peer},
        "ratios": {
            name: round(floor["together_per_s"] / max(figure["together_per_s"], 0.01), 1)
            for name, figure in figures.items()
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, CPython "
        f"{platform.python_version()}",
    }
    print(json.dumps(line) if told.json else table(line))


def pages_of(house: House) -> dict[str, dict[str, Any]]:
    """Open an incident, sign in whom each page needs, and count the SQL inside the installation."""
    ran = house.command("shell", "--no-imports", "-c", COUNTS.format(root=ROOT))
    if ran.returncode:
        sys.exit(f"the pages cannot be opened:\n{ran.stderr[-2000:]}")
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))


def measured(address: str, row: dict[str, Any], seconds: float) -> dict[str, float]:
    """Return requests per second and the median of one request, alone and eight at once."""
    alone, alone_s = asyncio.run(load(address, row, seconds, 1))
    together, together_s = asyncio.run(load(address, row, seconds, TOGETHER))
    return {
        "alone_per_s": round(len(alone) / alone_s, 1),
        "alone_p50_ms": round(sorted(alone)[len(alone) // 2] * 1000, 1),
        "together_per_s": round(len(together) / together_s, 1),
    }


async def load(
    address: str, row: dict[str, Any], seconds: float, clients: int
) -> tuple[list[float], float]:
    """Ask without pause, until the time is over or there were enough answers.

    Returns:
        How long each answer took, and how long the whole, in seconds.

    """
    headers = {"Cookie": row["cookies"]} if row["cookies"] else {}
    times: list[float] = []
    begun_s = time.perf_counter()

    async def ask() -> None:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
            while (asked_s := time.perf_counter()) < begun_s + seconds and len(times) < MOST:
                if not await _answered(client, row["path"]):
                    return
                times.append(time.perf_counter() - asked_s)

    await asyncio.gather(*(ask() for _ in range(clients)))
    if not times:
        sys.exit(f"{row['path']}: the limit per minute was reached at once; try fewer --seconds")
    return times, time.perf_counter() - begun_s


async def _answered(client: httpx.AsyncClient, path: str) -> bool:
    """Whether the page came; False when the limit per minute is reached."""
    answer = await client.get(path)
    if answer.status_code not in {httpx.codes.OK, httpx.codes.TOO_MANY_REQUESTS}:
        sys.exit(f"{path} answered {answer.status_code}")
    return bool(answer.status_code == httpx.codes.OK)


@contextmanager
def plain_view(folder: Path) -> Iterator[str]:
    """Serve the peer as ours is served; yields its address."""
    (folder / "plain_view.py").write_text(PLAIN)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--port", str(port), "--log-level", "error"]
    running = subprocess.Popen(
        [*command, "--no-access-log", "--app-dir", str(folder), "plain_view:application"],
        env={k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")},
    )
    address = f"http://localhost:{port}"
    try:
        wait_for(lambda: _answers(address), what="the peer's first answer")
        yield address
    finally:
        running.terminate()
        running.wait(10)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False


def table(line: dict[str, Any]) -> str:
    """Write one row per page for a person; the last is the peer."""
    head = f"{'page':<27}{'SQL':>5}{'alone/s':>9}{'p50 ms':>8}{'8 at once/s':>13}{'live/page':>11}"
    rows = {**line["figures"], **line["peers"]}
    return "\n".join(
        [
            head,
            *(
                f"{name:<27}{row.get('queries', 0):>5}{row['alone_per_s']:>9.1f}"
                f"{row['alone_p50_ms']:>8.1f}{row['together_per_s']:>13.1f}"
                f"{line['ratios'].get(name, ''):>11}"
                for name, row in rows.items()
            ),
            f"machine: {line['machine']}",
        ]
    )


if __name__ == "__main__":
    main()
