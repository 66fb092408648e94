from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path

from contact import feedback_views


# Stand-in until the pages of the mailing list are merged: take that branch's file.
def _stand_in(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponseNotFound()


urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
    path("updates/confirm/<str:token>/", _stand_in, name="updates-confirm"),
    path("updates/manage/<str:token>/", _stand_in, name="updates-manage"),
    path("updates/stop/<str:token>/", _stand_in, name="updates-stop"),
]
