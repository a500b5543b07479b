"""The room's own tests once more, on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgresql import server


@pytest.mark.real
@pytest.mark.timeout(300)
def test_places_on_postgresql():
    """Same tests, same answers: boxes by GiST, upserts, searches, pages."""
    here = Path(__file__).parent
    with server() as running:
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", str(here), "-q", "-n0", "-m", "not real",
                "--ds=tests.settings_postgresql",
            ],
            env={**os.environ, "STADTHERZ_TEST_POSTGRESQL": running.host},
            cwd=here.parents[4], capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
