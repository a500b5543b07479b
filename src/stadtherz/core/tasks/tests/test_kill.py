"""Workers and children killed with kill -9 in the middle of their work: it ends once, or stops."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stadtherz.core.tasks.tests.house import House, lines, until

if TYPE_CHECKING:
    from collections.abc import Iterator

BOTH = pytest.mark.parametrize("task", ["testing.here", "testing.apart"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.end()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def begun(house: House, notes: Path, task: str) -> tuple[str, int]:
    """Queue a minute of work, wait for its first try; gives its id and who does it."""
    house.has_two_workers()
    work_id = house.queue(task, notes, 60)
    until(lambda: lines(notes), "the work is taken up")
    until(lambda: house.state(work_id) == ["running", 1, 0.5, "halfway"], "its progress is told")
    return work_id, int(lines(notes)[0].split()[1])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@BOTH
def test_a_killed_workers_work_is_finished_once_by_the_other(
    house: House, notes: Path, task: str
) -> None:
    work_id, by = begun(house, notes, task)
    above = int(Path(f"/proc/{by}/stat").read_text().rpartition(")")[2].split()[1])
    worker = by if task == "testing.here" else above
    other = next(one.pid for one in house.workers if one.pid != worker)
    house.look([other])
    assert len(lines(notes)) == 1, "a living worker's work is left alone"
    os.kill(worker, signal.SIGKILL)
    killed_s = time.monotonic()
    until(lambda: len(lines(notes)) == 3, "another one finishes it", within_s=20)
    assert time.monotonic() - killed_s < 15, "far sooner than the lease of 30 s"
    first, again, ended = (line.split() for line in lines(notes))
    assert (first[0], again[0], ended[0]) == ("began", "began", "ended")
    assert again[1] == ended[1] != first[1]
    until(lambda: house.state(work_id)[:2] == ["done", 2], "it is written down as done")
    until(lambda: not is_alive(by), "who began it has ended, too")


def test_a_killed_child_is_tried_again(house: House, notes: Path) -> None:
    work_id, child = begun(house, notes, "testing.apart")
    os.kill(child, signal.SIGKILL)
    until(lambda: house.state(work_id)[:2] == ["done", 2], "done in the second try")
    assert [line.split()[0] for line in lines(notes)] == ["began", "began", "ended"]


@BOTH
def test_running_work_stops_when_it_is_cancelled(house: House, notes: Path, task: str) -> None:
    work_id, _ = begun(house, notes, task)
    house.cancel(work_id)
    until(lambda: house.state(work_id)[0] == "cancelled", "the end is written down")
    house.look([one.pid for one in house.workers])
    assert [line.split()[0] for line in lines(notes)] == ["began"], "neither finished nor repeated"
