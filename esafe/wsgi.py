"""What gunicorn serves: kept pages first, then Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from esafe.utf8_request import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafe.settings")
django = get_wsgi_application()
django.request_class = Utf8Request

from esafe import live, on_device  # noqa: E402 - needs the settings
from esafe.kept_pages import KeptPages  # noqa: E402

application = (
    django
    if settings.ROLE == "staff"
    else KeptPages(
        django,
        live.store,
        settings.SITE_URL,
        settings.ALLOWED_HOSTS,
        secure=settings.PRODUCTION,
        choice_cookie=on_device.choice_cookie(),
    )
)
