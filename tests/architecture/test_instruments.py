"""What the other tests here measure with must itself be able to find something."""

from __future__ import annotations

import dataclasses
import datetime as dt  # noqa: TC003  # read from the hints
import enum
import json
from typing import TYPE_CHECKING, Literal
from uuid import UUID  # noqa: TC003  # read from the hints

import pytest

from stadtherz.core.live.announcing import to_json
from stadtherz.core.people import make
from tests.architecture.rights import used
from tests.architecture.rows import digests, tables_with
from tests.architecture.samples import from_json, sample

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
SEE = "lamps.see"
@action("lamps.switch")
def switch(by): by.may(SEE)
@requires("lamps.map")
def page(request): "lamps.said_only"
@action("lamps.sign_in", needs_right=False)
def sign_in(by): ...
Topic(key="lamps.levels", permission="lamps.listen")
"""


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass(frozen=True)
class Inner:
    at: dt.datetime
    on: dt.date | None


@dataclasses.dataclass(frozen=True)
class Message:
    id: UUID
    colour: Colour
    level: Literal["full", "dim"]
    inner: Inner
    points: tuple[float, ...]
    names: list[str]
    by_name: dict[str, int]


def test_only_demanded_rights_count(tmp_path: Path) -> None:
    (tmp_path / "actions.py").write_text(SOURCE)
    assert used(tmp_path) == {"lamps.see", "lamps.switch", "lamps.map", "lamps.listen"}


def test_samples_come_back_from_json() -> None:
    made = sample(Message)
    assert from_json(Message, json.loads(json.dumps(to_json(made)))) == made
    with pytest.raises(KeyError):
        sample(complex)


@pytest.mark.django_db
def test_rows_are_compared_and_searched() -> None:
    before = digests()
    make.person("citizen", of=make.organisation())
    after = digests()
    assert before["people_person"] != after["people_person"]
    assert "people_person" in tables_with("CITIZEN-")
    assert tables_with("no such word anywhere") == []
