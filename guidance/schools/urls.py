"""For schools: what to show of this site, a check of their own page, texts, and what their IT needs."""

from django.urls import path

from guidance.schools import card_views, check_views, it_views, text_views, views

urlpatterns = [
    path("schools/", views.schools, name="schools"),
    path("schools/share/<slug:code>/", views.share, name="school-share"),
    path("schools/check/", check_views.check_page, name="school-check"),
    path("schools/texts/", text_views.texts, name="school-texts"),
    path("schools/texts/<slug:key>.<slug:ending>", text_views.text_file, name="school-text"),
    path("schools/it/", it_views.for_it, name="school-it"),
    path("schools/it/test/", it_views.self_test, name="school-it-test"),
    path("embed/<slug:code>/", card_views.card, name="card-default"),
    path("embed/<slug:code>/<slug:size>/<slug:look>/", card_views.card, name="card"),
    path("embed/<slug:code>/button.<slug:form>", card_views.button, name="card-button"),
    path("oembed/", card_views.oembed, name="oembed"),
]
