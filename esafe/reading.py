"""A reader's request, with the edition that answers it."""

from django.http import HttpRequest

from esafe.edition import Edition


class ReadersRequest(HttpRequest):
    """``edition`` is set once: by the middleware, or by staff's preview."""

    edition: Edition
