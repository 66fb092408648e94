"""Addresses for schools: checking a page, texts, and what the school's IT needs."""

from django.urls import path

from guidance.schools import check_views, it_views, text_views

urlpatterns = [
    path("check/", check_views.check_page, name="school-check"),
    path("texts/", text_views.texts, name="school-texts"),
    path("texts/<slug:key>.<slug:ending>", text_views.text_file, name="school-text"),
    path("it/", it_views.for_it, name="school-it"),
    path("it/test/", it_views.self_test, name="school-it-test"),
]
