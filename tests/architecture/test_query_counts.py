"""How many SQL queries each main page asks, with one incident and with three.

The reviewed counts stand in query_counts.json. To take over new ones after a look at them:

    UPDATE_COUNTS=1 ./stadtherz test tests/architecture/test_query_counts.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tools.pages import PAGES, Page, incident, sign_in

if TYPE_CHECKING:
    from django.test import Client

BASELINE = Path(__file__).with_name("query_counts.json")
COMMAND = "UPDATE_COUNTS=1 ./stadtherz test tests/architecture/test_query_counts.py"


def queries_of(page: Page, key: str, client: Client) -> list[str]:
    """Return the SQL of one page whose sessions and caches are warm."""
    path = page.path.format(incident=key)
    sign_in(client, page.role)
    assert client.get(path).status_code == 200, path
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [one["sql"] for one in asked.captured_queries]


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_asks_no_more_than_it_did(page: Page, client: Client) -> None:
    key = str(incident(1).pk)
    one = queries_of(page, key, client)
    incident(2)
    incident(3)
    three = queries_of(page, key, client)
    told = "\n".join(three)
    assert len(three) == len(one), f"more with three incidents than with one:\n{told}"
    known = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("UPDATE_COUNTS"):
        known[page.name] = len(one)
        BASELINE.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n")
    assert len(one) == known.get(page.name), (
        f"{page.path}: {len(one)} queries, {known.get(page.name)} were reviewed. Look at them; "
        f"if they are right: {COMMAND}\n{told}"
    )


def test_the_baseline_names_the_main_pages() -> None:
    assert set(json.loads(BASELINE.read_text())) == {page.name for page in PAGES}
