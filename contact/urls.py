from django.urls import path

from contact import feedback_views

# Stand-ins until the pages of the mailing list are merged: take that branch's file.

urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
    path("updates/confirm/<str:token>/", feedback_views.sent, name="updates-confirm"),
    path("updates/manage/<str:token>/", feedback_views.sent, name="updates-manage"),
    path("updates/stop/<str:token>/", feedback_views.sent, name="updates-stop"),
]
