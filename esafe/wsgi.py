"""What gunicorn serves: kept pages first, then Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafe.settings")
django = get_wsgi_application()

from esafe import live  # noqa: E402 - needs the settings
from esafe.kept_pages import KeptPages  # noqa: E402

application = KeptPages(
    django, live.store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=settings.PRODUCTION
)
