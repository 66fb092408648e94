from django.urls import path

from contact import complaint_views, feedback_views, held_views

urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/useful/", feedback_views.press, name="feedback-press"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
    path("privacy/complaint/", complaint_views.complaint, name="complaint"),
    path("privacy/complaint/sent/", complaint_views.sent, name="complaint-sent"),
    path("privacy/what-we-hold/<str:token>/", held_views.held, name="held"),
]
