from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler400 = "esafe.error_views.bad_request"
handler403 = "esafe.error_views.forbidden"
handler404 = "esafe.error_views.not_found"
handler429 = "esafe.error_views.too_many"  # django-allauth looks for it here
handler500 = "esafe.error_views.failed"

staff = settings.STAFF_PREFIX.strip("/")
urlpatterns = [path("", include("esafe.public_urls"))]
if settings.ROLE != "public":
    urlpatterns = [
        path(f"{staff}/account/", include("esafe.staff.account_urls")),
        path(f"{staff}/", admin.site.urls),
        *urlpatterns,
    ]
