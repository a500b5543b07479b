"""The rules of the house hold; what `./stadtherz check` prints is the proof."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tools.check import ROOT, checks


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", sorted(checks(sys.executable)))
def test_the_house_passes_its_own_check(name: str) -> None:
    environment = {**os.environ}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools/check.py"), name],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith(f"ok     {name}")
