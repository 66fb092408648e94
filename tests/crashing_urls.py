"""The addresses of the site, and some that fail and quote all that they were sent."""

from django.db import connection
from django.http import StreamingHttpResponse
from django.urls import path

from esafe.urls import handler400, handler403, handler404, handler500
from esafe.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def everything(request):
    return f"{request.get_full_path()} {request.headers} {request.POST} {request.COOKIES} {request.body!r}"


def crash(request):
    raise RuntimeError(everything(request))


def crash_halfway(request):
    """Fails when Django has done its part, so that it is gunicorn that finds the error."""

    def body():
        yield b"half of a page"
        raise RuntimeError(everything(request))

    return StreamingHttpResponse(body())


def crash_in_the_database(request):
    """A statement that no database can answer, with a reader's words in it."""
    words = request.POST["words"]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{words}" FROM {words} WHERE {words} = %s', [words])


urlpatterns = [
    path("crash/", crash),
    path("crash-halfway/", crash_halfway),
    path("crash-in-the-database/", crash_in_the_database),
    *ours,
]
