from django.urls import path

from contact import feedback_views, updates_views

urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
    path("updates/", updates_views.updates, name="updates"),
    path("updates/asked/", updates_views.done, {"state": "asked"}, name="updates-asked"),
    path("updates/confirmed/", updates_views.done, {"state": "confirmed"}, name="updates-confirmed"),
    path("updates/saved/", updates_views.done, {"state": "saved"}, name="updates-saved"),
    path("updates/stopped/", updates_views.done, {"state": "stopped"}, name="updates-stopped"),
    path("updates/erased/", updates_views.done, {"state": "erased"}, name="updates-erased"),
    path("updates/confirm/<str:token>/", updates_views.confirm, name="updates-confirm"),
    path("updates/manage/<str:token>/", updates_views.manage, name="updates-manage"),
    path("updates/stop/<str:token>/", updates_views.stop, name="updates-stop"),
]
