"""The tests' settings on a PostgreSQL that `tests.postgresql` started."""

import os

from tests.postgresql import Server
from tests.settings import *  # noqa: F403 - settings are names

DATABASES = {"default": Server(os.environ["STADTHERZ_TEST_POSTGRESQL"], "stadtherz").database()}
