from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class StaffAdminConfig(AdminConfig):
    default_site = "esafe.staff_site.StaffSite"


class EsafeConfig(AppConfig):
    name = "esafe"
    verbose_name = _("The site")

    def ready(self) -> None:
        from esafe.staff import audit, people_words

        audit.connect()
        people_words.use()
