"""The running program against a stolen key, slow senders, foreign names and guessed addresses."""

from __future__ import annotations

import json
import socket
import stat
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from tools.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
SLOW_SENDERS = 24
WITHIN_S = 2.0
ISSUE = """
import json
from stadtherz.core.people import actions, make, queries
there = queries.organisation("leitstelle")
issued = actions.issue_token("stolen", organisation=there, scopes=["lookout.view"], by=make.HOUSE)
print(json.dumps([str(issued.token.id), issued.secret]))
"""
REVOKE = """
import time
from stadtherz.core.people import actions, make
from stadtherz.core.people.models import Token
actions.revoke_token(Token.objects.get(pk="{}"), by=make.HOUSE)
print(time.time())
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    with made.running():
        yield made


def said(house: House, code: str) -> str:
    ran = house.command("shell", "--no-imports", "-c", code)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip().splitlines()[-1]


def test_a_revoked_key_hears_nothing_two_seconds_later(house: House) -> None:
    """Revoked by another process than the one that holds the stream, as by the command line."""
    key, secret = json.loads(said(house, ISSUE))
    headers = {"Authorization": f"Bearer {secret}"}
    url = f"{house.address}/live?topics=lookout.incidents"
    is_open, ended_at, heard = threading.Event(), [], []

    def listen() -> None:
        with httpx.stream("GET", url, headers=headers, timeout=60) as answer:
            for line in answer.iter_lines():
                heard.append(line)
                is_open.set()
        ended_at.append(time.time())

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert is_open.wait(20)
    revoked_at = float(said(house, REVOKE.format(key)))
    listener.join(20)
    assert ended_at, "the stream is still open"
    assert "event: revoked" in heard
    assert ended_at[0] - revoked_at < WITHIN_S
    assert httpx.get(url, headers=headers).status_code == 403


def test_senders_of_a_byte_a_minute_do_not_stop_the_town(house: House) -> None:
    head = (
        f"POST /anmelden/ HTTP/1.1\r\nHost: localhost:{house.port}\r\nContent-Length: 900\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: stadtherz_form={'a' * 32}\r\n\r\nl"
    )
    with ExitStack() as open_sockets:
        for _ in range(SLOW_SENDERS):
            one = open_sockets.enter_context(socket.create_connection(("localhost", house.port)))
            one.sendall(head.encode())
        time.sleep(1)
        assert httpx.get(f"{house.address}/", timeout=10).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/live?topics=lights.levels", "/upload/", "/api/v1/openapi.json"]
)
def test_a_name_that_another_site_made_point_here_is_refused(house: House, path: str) -> None:
    evil = {"Host": "evil.example", "Origin": "http://evil.example"}
    answer = httpx.request(
        "POST" if "upload" in path else "GET", house.address + path, headers=evil
    )
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_guessed_keys_and_addresses_open_nothing(house: House) -> None:
    assert httpx.get(f"{house.address}/demo/?key=guess").status_code == 404
    for path in ("/static/../../secret_key", "/static/%2e%2e/%2e%2e/data/secret_key", "/.git/HEAD"):
        assert httpx.get(house.address + path).status_code == 404


def test_strangers_of_the_host_read_nothing_of_the_installation(house: House) -> None:
    """Whatever lies in the home lies below a directory that only its owner enters."""
    data = next(path for path in house.home.rglob("*.sqlite3")).parent
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    secrets = [path for path in data.rglob("*secret*") if path.is_file()]
    assert secrets
    for path in secrets:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_only_the_web_process_knows_the_key_of_this_start(house: House) -> None:
    for role, is_told in (("web", True), ("worker", False), ("bridge", False)):
        environment = Path(f"/proc/{house.pid_of(role)}/environ").read_bytes()
        assert (b"STADTHERZ_DEMO_KEY=" in environment) is is_told, role
