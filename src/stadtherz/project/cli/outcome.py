"""How a command ends: an error for people has no traceback, Ctrl-C is no error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from stadtherz.lib.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells count


def told_to_people(run: Callable[[], int]) -> int:
    """Run a command and give its exit code; print a CityError as what, fix and code."""
    try:
        return run()
    except CityError as error:
        print(f"ERROR {error.message}\n  → {error.fix}\n  [{error.code}]", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone; saying so would fail again
        return FAILED
