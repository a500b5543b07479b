"""Django's settings, derived from the installation's typed settings (`project.conf`)."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stadtherz.project.conf import current
from stadtherz.project.databases import database

INSTALLATION = current()
DATA_DIR = INSTALLATION.data_dir
STADTHERZ_DATA_DIR = DATA_DIR
STADTHERZ_RUN_DIR = DATA_DIR / "run"
STADTHERZ_TOWNS_DIR = INSTALLATION.home / "towns"
DEMO_KEY = os.environ.get("STADTHERZ_DEMO_KEY", "")

SECRET_KEY = INSTALLATION.secret_key
DEBUG = False
ALLOWED_HOSTS = list(INSTALLATION.server.allowed_hosts)
IS_SECURE = INSTALLATION.server.public_url.startswith("https://")

CORE_APPS = ["registry", "journal", "people", "places", "occasions", "media"]
UPPER_CORE_APPS = ["live", "tasks", "bridges", "ui"]
MODULE_APPS = ["lights", "lookout"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "stadtherz.project.staticfiles.HouseStaticFilesConfig",
    "axes",
    "django_htmx",
    *(f"stadtherz.core.{name}" for name in CORE_APPS + UPPER_CORE_APPS),
    *(f"stadtherz.modules.{name}" for name in MODULE_APPS),
    "stadtherz.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stadtherz.core.people.edge.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stadtherz.project.errors.CityErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "stadtherz.project.urls"
WSGI_APPLICATION = "stadtherz.project.wsgi.application"
ASGI_APPLICATION = "stadtherz.project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "stadtherz.project.context.house",
            ],
        },
    }
]

DATABASES = {"default": database(INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Used passkey notes and counted calls live here; Django's 300 are soon pushed out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "stadtherz.core.people.backends.PasswordBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/"

# Brute force: ten wrong tries for one name and address, then a pause (docs/operate/accounts.md).
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "stadtherz.core.people.backends.counted_name"
AXES_LOCKOUT_CALLABLE = "stadtherz.core.people.backends.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # sessions are listed already; names would outlive their person
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "step"]
AXES_IPWARE_PROXY_COUNT = 0

SESSION_ENGINE = "stadtherz.core.people.models.sessions"
SESSION_COOKIE_NAME = "stadtherz_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_NAME = "stadtherz_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_FAILURE_VIEW = "stadtherz.project.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "stadtherz.project.static.HashedModuleStorage"},
}
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # photos take the raw upload path, not forms
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

MAIL = INSTALLATION.mail
EMAIL_BACKEND = {
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}[MAIL.kind]
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = MAIL.host, MAIL.port, MAIL.use_tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
DEFAULT_FROM_EMAIL = MAIL.sender

NINJA_PAGINATION_PER_PAGE = 100
NINJA_NUM_PROXIES = 0  # the server names the visitor; a header that anybody can write does not

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "stadtherz.project.logs.FactsFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.security": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
