"""The installation's settings, in a directory of each test process's own."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="stadtherz-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["STADTHERZ_HOME"] = _HOME
for _name in list(os.environ):
    if _name.startswith("STADTHERZ_") and _name not in (
        "STADTHERZ_HOME",
        "STADTHERZ_TEST_POSTGRESQL",
    ):
        del os.environ[_name]

from stadtherz.project.settings import *  # noqa: E402, F403 - the home must be known first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
