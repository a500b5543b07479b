"""The running program on a disk of its own that fills up: refused clearly, and well afterwards.

The disk is a small tmpfs, which root (or `sudo` without a password) may mount. Where that may not
be, a limit on the length of files stands in for it: writing fails as well, with another word from
the kernel, so that there the refusal need not say that the disk is full.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.journeys.conftest import House, built_house

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]
SIZE = "160m"
AT_MOST = 3000
SAMPLES = Path(__file__).parents[2] / "src/stadtherz/modules/lookout/demo_photos"
PHOTO = min(SAMPLES.glob("*.JPG"))
KEY = """
from stadtherz.core.people import actions, make, queries
there = queries.organisation("leitstelle")
scopes = ["occasions.open", "occasions.view", "lookout.view", "media.upload"]
print(actions.issue_token("full", organisation=there, scopes=scopes, by=make.HOUSE).secret)
"""
LEFT = """
import json
from stadtherz.core.journal.models import Entry
from stadtherz.core.occasions.models import Occasion
print(json.dumps([[str(pk) for pk in Occasion.objects.values_list("pk", flat=True)],
                  Entry.objects.filter(verb="occasions.open_incident").count()]))
"""


@dataclass
class Disk:
    """Where the installation lies; fills and frees."""

    path: Path
    is_mounted: bool

    def fill(self, house: House) -> None:
        """Leave no byte (or let no file grow)."""
        if not self.is_mounted:
            limit_files(house, next(house.home.rglob("*.sqlite3")).stat().st_size // 2)
            return
        with (self.path / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 20, 4096, 1):
                try:
                    while filler.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self, house: House) -> None:
        """Give the room back."""
        if self.is_mounted:
            (self.path / "filler").unlink()
        else:
            limit_files(house, resource.RLIM_INFINITY)


def limit_files(house: House, size: int) -> None:
    for process in house.processes.values():
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def as_root(*words: str) -> bool:
    """Run a command as root, if we may."""
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and not shutil.which("sudo"):
        return False
    return subprocess.run([*before, *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    options = f"size={SIZE},mode=0700,uid={os.getuid()},gid={os.getgid()}"
    is_mounted = as_root("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path))
    yield Disk(path, is_mounted)
    if is_mounted:
        assert as_root("umount", "-l", str(path))


@contextmanager
def installed_on(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with monkeypatch.context() as there:
        there.setattr(tempfile, "tempdir", str(disk.path))
        usual = House.environment
        no_reserve = {"STADTHERZ_MEDIA__RESERVE_BYTES": "0"}  # else uploads stop long before
        there.setattr(House, "environment", property(lambda one: usual.__get__(one) | no_reserve))
        with built_house() as house:
            yield house


def reported(client: httpx.Client, number: int) -> httpx.Response:
    told = {"title": f"Brand {number} " + "x" * 150, "lon_deg": 7.7689, "lat_deg": 49.4447}
    return client.put(f"/api/v1/occasions/incidents/full/{number}", json=told)


def refusal(client: httpx.Client, acknowledged: set[str]) -> httpx.Response:
    """Report incidents until one is refused; the log in front of the database has some room."""
    for number in range(1, AT_MOST):
        answer = reported(client, number)
        if answer.is_server_error:
            return answer
        acknowledged.add(answer.raise_for_status().json()["id"])
    raise AssertionError("the disk never filled")


def test_a_full_disk_is_told_and_loses_nothing(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    with installed_on(disk, monkeypatch) as house:
        secret = house.run("shell", "--no-imports", "-c", KEY).split()[-1]
        headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "de"}
        with httpx.Client(base_url=house.url, headers=headers, timeout=30) as client:
            first = reported(client, 0).raise_for_status().json()["id"]
            acknowledged, place = {first}, f"/upload/{first}/a.jpg"
            disk.fill(house)
            refused = refusal(client, acknowledged)
            photo = client.put(place, content=PHOTO.read_bytes())
            assert client.get("/").status_code == 200, "what is there is still shown"
            if disk.is_mounted:
                assert (refused.status_code, refused.json()["code"]) == (507, "house.E507")
                assert (photo.status_code, photo.json()["code"]) == (507, "media.E003")
            disk.free(house)
            acknowledged.add(reported(client, AT_MOST).raise_for_status().json()["id"])
            photo = client.put(place, content=PHOTO.read_bytes())
            assert photo.is_success, photo.text
        ended = [role for role, process in house.processes.items() if process.poll() is not None]
        assert ended == [], "nobody died of it"
        kept, entries = json.loads(house.run("shell", "--no-imports", "-c", LEFT).splitlines()[-1])
        assert acknowledged <= set(kept)
        assert entries == len(kept), "each incident stands in the journal, none is half there"
        house.run("journal", "verify")
