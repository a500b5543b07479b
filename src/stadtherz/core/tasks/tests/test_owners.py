from __future__ import annotations

import os
import subprocess
import sys

import pytest

from stadtherz.core.tasks.owners import is_gone, own_name

pytestmark = pytest.mark.filterwarnings("error")


def test_living_process_is_not_gone_and_an_ended_one_is() -> None:
    assert not is_gone(own_name(os.getpid()))
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = own_name(child.pid)
    assert not is_gone(name)
    child.communicate(b"\n")
    assert is_gone(name)


def test_recycled_process_number_does_not_count_as_the_old_process() -> None:
    place, _, _ = own_name(os.getpid()).rpartition("|")
    assert is_gone(f"{place}|1")


@pytest.mark.parametrize("name", ["", "elsewhere|boot|ns|1|1", "a|b", "?|?|?|?|?"])
def test_nothing_is_proven_about_owners_elsewhere(name: str) -> None:
    assert not is_gone(name)
