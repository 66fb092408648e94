from django.urls import path

from contact import feedback_views

urlpatterns = [
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/sent/", feedback_views.sent, name="feedback-sent"),
]
