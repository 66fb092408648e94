"""What each role may do (DESIGN 10). Somebody may have several; nobody has a right of their own.

``make`` makes the roles in the database; a migration calls it whenever this table grows.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions

ITEMS: Final = (
    "esafe.site",
    "esafe.redirect",
    "guidance.page",
    "guidance.newsitem",
    "guidance.figure",
    "guidance.synonym",
    "reporting_links.service",
    "reporting_links.action",
    "reporting_links.fact",
    "reporting_links.situation",
    "reporting_links.everyplan",
    "reporting_links.question",
)
# Rows that live inside an item.
ROWS: Final = (
    "guidance.section",
    "guidance.bar",
    "reporting_links.contact",
    "reporting_links.openinghours",
    "reporting_links.step",
    "reporting_links.everyplanstep",
    "reporting_links.answer",
)


def _may(acts: str, models: tuple[str, ...]) -> list[str]:
    return [
        f"{app}.{act}_{name}" for app, name in (model.split(".") for model in models) for act in acts.split()
    ]


_READ: Final = _may("view", (*ITEMS, *ROWS, "esafe.link"))
ROLES: Final[Mapping[str, list[str]]] = {
    "Writer": [
        *_may("view add change", ITEMS),
        *_may("view add change delete", ROWS),
        *_may("view change", ("esafe.link",)),
    ],
    "Reviewer": [*_READ, "esafe.view_editionrecord", "esafe.approve_editionrecord"],
    "Publisher": [*_READ, "esafe.view_editionrecord", "esafe.add_editionrecord"],
    "Inbox": [
        *_may("view change delete", ("contact.feedback",)),
        *_may("view change", ("contact.complaint",)),
        *_may("view add change send", ("contact.newsletter",)),
        *_may("view remove", ("contact.subscriber",)),
    ],
    "Administrator": [
        *_may("view add change", ("auth.user",)),
        *_may("view add change delete", ("esafe.ownerrole",)),
        "esafe.view_auditentry",
    ],
}


def make(apps: Any, schema_editor: Any) -> None:
    """For migrations: Django makes rights after all of them; the roles need them now."""
    for label in sorted({right.split(".")[0] for rights in ROLES.values() for right in rights}):
        create_permissions(all_apps.get_app_config(label), verbosity=0, using=schema_editor.connection.alias)
    sync(apps)


def sync(apps: Any) -> None:
    """Give every role the rights of the table, and no others. ``apps`` is a migration's."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in ROLES.items():
        role, _ = group.objects.get_or_create(name=name)
        wanted = [
            permission.objects.get(content_type__app_label=app, codename=code)
            for app, code in (right.split(".") for right in rights)
        ]
        role.permissions.set(wanted)
