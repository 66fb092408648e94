from django.urls import path

from contact import complaint_views, feedback_views, held_views, updates_views

urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/useful/", feedback_views.press, name="feedback-press"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
    path("privacy/complaint/", complaint_views.complaint, name="complaint"),
    path("privacy/complaint/sent/", complaint_views.sent, name="complaint-sent"),
    path("privacy/what-we-hold/<str:token>/", held_views.held, name="held"),
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
