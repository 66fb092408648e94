"""Every address that readers use; the preview serves the same map to staff."""

from django.conf import settings
from django.urls import include, path

from esafe import component_page, views

urlpatterns = [
    path("sitemap/", views.sitemap, name="sitemap"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap-xml"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("go/<slug:code>/", views.go, name="go"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("esafe.api.urls")),
    path("", include("contact.urls")),
    path("", include("reporting_links.urls")),
    path("", include("guidance.schools.urls")),
    path("", include("guidance.schools.paper_urls")),
    path("", include("guidance.urls")),
]
if not settings.PRODUCTION:
    urlpatterns.insert(0, path("components/", component_page.components, name="components"))
