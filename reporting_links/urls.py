from django.urls import path

from reporting_links import views

urlpatterns = [
    path("concerned/", views.concerned, name="concerned"),
    path("help/", views.situations, name="situations"),
    path("help/<slug:slug>/", views.situation, name="situation"),
    path("services/", views.services, name="services"),
    path("services/<slug:slug>/", views.service, name="service"),
]
