from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingLinksConfig(AppConfig):
    name = "reporting_links"
    verbose_name = _("Help and services")
