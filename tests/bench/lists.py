"""What staff's lists take with 2,000 of everything: they ask the database no more often. Run, it prints JSON."""

import json
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line

MANY = 2000
AT_ONCE = 500
PAGES = ("/admin/", "/admin/publish/", "/admin/editions/", "/admin/links/")


def lines(made: Sites) -> Iterator[Line]:
    var = made.folder / "lists"
    var.mkdir()
    (var / "static").symlink_to(settings.STATIC_ROOT)
    found = python("tests.bench.lists", environ(var, f"sqlite:///{var}/esafe.sqlite3"))
    grown = {path: many[0] - few[0] for path, few, many in found}
    slowest, _few, (queries, taken) = max(found, key=lambda row: row[2][1])
    yield Line("lists", f"staff: most queries that {MANY} items add to a page", max(grown.values()))
    yield Line("", f"  the slowest: {slowest}, {queries} queries", taken, form="{:.0f} ms")


def main() -> list[Any]:
    import django

    django.setup()
    from django.contrib import admin
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from esafe import publishing, starter_loading
    from tests import colleagues

    call_command("migrate", verbosity=0)
    starter_loading.load_once()
    publishing.publish("bench")
    person = colleagues.someone()
    type(person).objects.update(is_superuser=True)
    client = colleagues.sign_in(Client(SERVER_NAME="localhost"), person)
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    few = [_cost(client, path) for path in (*PAGES, *lists)]
    for model in admin.site._registry:
        _fill(model)
    return list(zip((*PAGES, *lists), few, (_cost(client, path) for path in (*PAGES, *lists)), strict=True))


def _cost(client: Any, path: str) -> tuple[int, float]:
    """How many queries a page takes, and how many milliseconds. The first visit warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        begin = time.perf_counter()
        response = client.get(path)
        taken = (time.perf_counter() - begin) * 1e3
    assert response.status_code == 200, path
    return len(queries), taken


def _fill(model: Any) -> None:
    """Copies of what is there, as drafts, each with a key of its own."""
    if getattr(model, "content_kind", "") in ("site", "every_plan"):
        return  # there is one of each
    first = model._default_manager.first() or model()
    fields = {f.attname: getattr(first, f.attname) for f in model._meta.concrete_fields if not f.primary_key}
    unique = [f.attname for f in model._meta.concrete_fields if f.unique and not f.primary_key and not f.null]
    if "state" in fields:
        fields["state"] = "draft"
    rows = [model(**{**fields, **dict.fromkeys(unique, f"copy-{n}")}) for n in range(MANY)]
    model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


if __name__ == "__main__":
    print(json.dumps(main()))
