"""A disk that is full in the middle of an action: a clear error, and nothing half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from tools.house import House

from stadtherz.core.journal.models import Entry
from stadtherz.core.people import actions, make
from stadtherz.core.people.models import Person
from stadtherz.project.errors import CityErrorMiddleware

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITED = """
import os, resource, signal
from django.db import OperationalError, transaction
from stadtherz.core.journal.models import Entry
from stadtherz.core.people import actions, make
from stadtherz.core.people.models import Person
from django.conf import settings

def add(name): actions.add_person(name, name="N" * 200, by=make.HOUSE)

add("before")
file = settings.DATABASES["default"]["NAME"]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(file) + 4096,) * 2)
done = ["before"]
try:
    with transaction.atomic():
        for number in range(5000):
            add(f"together-{number}")
except OperationalError as error:
    print("refused:", error)
print("kept:", Person.objects.count(), Entry.objects.filter(verb="people.add_person").count())
"""


@pytest.mark.timeout(240)
def test_a_file_that_cannot_grow_keeps_what_was_there(tmp_path: Path) -> None:
    house = House(tmp_path)
    assert house.command("migrate").returncode == 0
    ran = house.command("shell", "--no-imports", "-c", LIMITED)
    assert "refused:" in ran.stdout, ran.stderr
    assert "kept: 1 1" in ran.stdout
    again = "from stadtherz.core.people import *\nfrom stadtherz.core.people import actions, make\n"
    again += 'actions.add_person("after", name="After", by=make.HOUSE)\nprint("wrote")'
    assert "wrote" in house.command("shell", "--no-imports", "-c", again).stdout
    assert house.command("journal", "verify").returncode == 0


@pytest.fixture
def full_disk(transactional_db: None) -> Iterator[None]:
    """Let the embedded database grow by no page."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_an_action_on_a_full_disk_is_refused_whole(full_disk: None) -> None:
    def fill() -> None:
        for number in range(2000):
            actions.add_person(f"p-{number}", name="N" * 200, by=make.HOUSE)

    with pytest.raises(OperationalError, match="full") as caught:
        fill()
    assert Entry.objects.filter(verb="people.add_person").count() == Person.objects.count()
    request = RequestFactory().get("/", headers={"Accept": "application/json"})
    answer = CityErrorMiddleware(lambda _request: None).process_exception(  # type: ignore[arg-type, return-value]
        request, caught.value
    )
    assert answer is not None
    assert answer.status_code == 507
    assert b"house.E507" in answer.content
