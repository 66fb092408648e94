"""Errors for programs: RFC 9457, in the same words as our error pages, and never HTML."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from esafe.api.addresses import API

CONTENT_TYPE = "application/problem+json"


def asks_for_data(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def problem(status: int, title: str, detail: str) -> JsonResponse:
    """An error that a program can read. Only GET and HEAD are ever allowed under /api/."""
    told = {"type": "about:blank", "status": status, "title": HTTPStatus(status).phrase}
    data = {**told, "detail": f"{title}. {detail}"}
    response = JsonResponse(data, status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD"
    response.is_error_page = True  # type: ignore[attr-defined]
    return response
