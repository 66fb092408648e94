"""The admin, with publishing, going back and preview beside the lists."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from esafe.staff import sessions


class StaffSite(admin.AdminSite):
    site_title = site_header = _("esafe for staff")
    index_title = _("What would you like to change?")

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Signing in is allauth's (esafe/staff/account_urls.py)."""
        response: HttpResponse = secure_admin_login(super().login)(request)
        return response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page says when its session ends."""
        readers = "/" if settings.ROLE == "all" else f"{settings.SITE_URL}/"
        return {
            **super().each_context(request),
            "session_seconds": sessions.seconds_left(request.session),
            "site_url": readers,
        }

    def stay(self, request: HttpRequest) -> HttpResponse:
        """Somebody is still here: asking is enough."""
        seconds = str(sessions.seconds_left(request.session))
        return HttpResponse(status=204, headers={"Session-Seconds": seconds})

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The desk."""
        from esafe.staff.attention import attention
        from esafe.staff.desk import desk

        return super().index(
            request, {"desk": desk(request.user), "attention": attention(), **(extra_context or {})}
        )

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """The lists of one part of the site, under its name."""
        title = apps.get_app_config(app_label).verbose_name
        return super().app_index(request, app_label, {"title": title, **(extra_context or {})})

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Sign out, and come back to where one signs in."""
        response = super().logout(request, extra_context)
        return redirect("account_login") if response.status_code == 200 else response

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("mfa_index")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from contact import held_views
        from esafe import staff_views
        from esafe.staff import earlier_versions, edition_views, handbook_views, preview_views, timing
        from esafe.staff.links import views as link_views
        from reporting_links import flow_views

        def staff_only(view: Any) -> Any:
            return self.admin_view(view)

        return [
            path("stay/", staff_only(self.stay), name="stay"),
            path("handbook/", staff_only(handbook_views.handbook), name="handbook"),
            path("publish/", staff_only(staff_views.publish), name="publish"),
            path("publish/approve/", staff_only(staff_views.approve), name="approve"),
            path("editions/", staff_only(edition_views.editions), name="editions"),
            path("editions/<int:number>/", staff_only(edition_views.edition), name="edition"),
            path(
                "editions/<int:number>/<slug:kind>/<path:key>/bring-back/",
                staff_only(edition_views.bring_back),
                name="bring-back",
            ),
            path(
                "versions/<slug:kind>/<path:key>/",
                staff_only(earlier_versions.earlier_versions),
                name="earlier-versions",
            ),
            path("withdraw/<slug:kind>/<path:key>/", staff_only(edition_views.withdraw), name="withdraw"),
            path("time/<slug:kind>/<path:key>/", staff_only(timing.set_time), name="time"),
            path("editions/<int:number>/go-back/", staff_only(staff_views.go_back), name="go-back"),
            path("flow/", staff_only(flow_views.flow), name="flow"),
            path("what-we-hold/", staff_only(held_views.send_held), name="send-held"),
            path("links/", staff_only(link_views.links), name="links"),
            path("links/<int:pk>/fine/", staff_only(link_views.fine), name="link-fine"),
            path("preview/", staff_only(preview_views.preview), name="preview"),
            path("preview/<path:path>", staff_only(preview_views.preview), name="preview-page"),
            path("look/", staff_only(preview_views.look), name="look"),
            path("look/<path:path>", staff_only(preview_views.look), name="look-page"),
            path("share/", staff_only(preview_views.share), name="share"),
            path("share/<path:path>", staff_only(preview_views.share), name="share-page"),
            path("shared/<str:token>/", preview_views.shared, name="shared"),
            path("shared/<str:token>/<path:path>", preview_views.shared, name="shared-page"),
            *super().get_urls(),
        ]
