from django.urls import path

from guidance.schools import card_views, views

urlpatterns = [
    path("schools/", views.schools, name="schools"),
    path("schools/share/<slug:code>/", views.share, name="school-share"),
    path("embed/<slug:code>/", card_views.card, name="card-default"),
    path("embed/<slug:code>/<slug:size>/<slug:look>/", card_views.card, name="card"),
    path("oembed/", card_views.oembed, name="oembed"),
]
