"""The admin, with publishing, going back and preview beside the lists."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _


class StaffSite(admin.AdminSite):
    site_title = site_header = _("esafe for staff")
    index_title = _("What would you like to change?")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from esafe import staff_views
        from reporting_links import flow_views

        def staff_only(view: Any) -> Any:
            return self.admin_view(view)

        return [
            path("publish/", staff_only(staff_views.publish), name="publish"),
            path("editions/<int:number>/go-back/", staff_only(staff_views.go_back), name="go-back"),
            path("flow/", staff_only(flow_views.flow), name="flow"),
            path("preview/", staff_only(staff_views.preview), name="preview"),
            path("preview/<path:path>", staff_only(staff_views.preview), name="preview-page"),
            *super().get_urls(),
        ]
