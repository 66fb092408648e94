from django.urls import path

from guidance import views

urlpatterns = [
    path("", views.home, name="home"),
    path("advice/", views.advice, name="advice"),
    path("advice/<slug:key>/", views.page, {"area": "advice"}, name="advice-page"),
    path("news/", views.news, name="news"),
    path("news/figures/", views.figures, name="figures"),
    path("news/<slug:key>/", views.news_item, name="news-item"),
    path("<slug:key>/", views.page, {"area": "about"}, name="about-page"),
]
