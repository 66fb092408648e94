"""What each role may do (DESIGN 10). Somebody may have several; nobody has a right of their own.

``sync`` makes the roles in the database; a migration calls it whenever this table grows.
"""

from collections.abc import Mapping
from typing import Any, Final

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
        *_may("view add change send", ("contact.newsletter",)),
        *_may("view remove", ("contact.subscriber",)),
    ],
    "Administrator": [
        *_may("view add change", ("auth.user",)),
        *_may("view add change delete", ("esafe.ownerrole",)),
        "esafe.view_auditentry",
    ],
}


def sync(apps: Any) -> None:
    """Give every role the rights of the table, and no others. ``apps`` is a migration's.

    A right whose model a later migration makes is left to that migration, which calls this again.
    """
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in ROLES.items():
        role, _ = group.objects.get_or_create(name=name)
        wanted = [
            permission.objects.filter(content_type__app_label=app, codename=code).first()
            for app, code in (right.split(".") for right in rights)
        ]
        role.permissions.set([right for right in wanted if right])
