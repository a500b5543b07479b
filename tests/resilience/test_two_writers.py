"""Two processes write at once into one embedded database: nothing lost, nobody turned away."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tools.house import House

if TYPE_CHECKING:
    from pathlib import Path

EACH = 200
WRITER = """
from stadtherz.core.people import actions, make
for number in range({each}):
    actions.add_person(f"{name}-{{number}}", name="Writer", by=make.HOUSE)
print("wrote all")
"""
COUNT = """
from stadtherz.core.journal.models import Entry
from stadtherz.core.people.models import Person
print(Person.objects.count(), Entry.objects.filter(verb="people.add_person").count())
"""


@pytest.mark.timeout(300)
def test_two_writers_lose_nothing_and_see_no_lock(tmp_path: Path) -> None:
    house = House(tmp_path)
    assert house.command("migrate").returncode == 0
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "stadtherz.project.cli", "shell", "--no-imports", "-c", code],
            env=house.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for code in (WRITER.format(name=name, each=EACH) for name in ("left", "right"))
    ]
    for writer in writers:
        said, _ = writer.communicate(timeout=240)
        assert "locked" not in said
        assert said.strip().endswith("wrote all")
    counted = house.command("shell", "--no-imports", "-c", COUNT)
    assert counted.stdout.split() == [str(2 * EACH)] * 2, counted.stderr
    verified = house.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr
