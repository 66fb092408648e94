from django.urls import path

from guidance import change_views, cookie_views, leaving_views, news_feed, privacy_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("advice/", views.advice, name="advice"),
    path("advice/<slug:key>/", views.page, {"area": "advice"}, name="advice-page"),
    path("news/", views.news, name="news"),
    path("news/figures/", views.figures, name="figures"),
    path("news/changes/", change_views.changes, name="changes"),
    path("news.atom", news_feed.feed, name="news-feed"),
    path("news/<slug:key>/", views.news_item, name="news-item"),
    path("search/", views.search, name="search"),
    path("cookies/", cookie_views.cookies, name="cookies"),
    path("cookies/choice/", cookie_views.choose, name="cookie-choice"),
    path("cookies/choice/<slug:state>/", cookie_views.choice_made, name="cookie-choice-made"),
    path("cookies/remembered/", cookie_views.remember, name="remember"),
    path("privacy/", privacy_views.privacy, name="privacy"),
    path("leaving/", leaving_views.leaving, name="leaving"),
    path("leaving/clear/", leaving_views.clear, name="leaving-clear"),
    path("<slug:key>/", views.page, {"area": "about"}, name="about-page"),
]
