"""Every address that readers use; the preview serves the same map to staff."""

from django.urls import include, path

from esafe import views

urlpatterns = [
    path("sitemap/", views.sitemap, name="sitemap"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap-xml"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("reporting_links.urls")),
    path("", include("guidance.urls")),
]
