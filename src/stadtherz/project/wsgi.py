"""Django for a WSGI server; `asgi` wraps it, everything else than streams and uploads goes here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtherz.project.settings")
application = get_wsgi_application()
