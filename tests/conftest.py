"""Fixtures: an edition from the starter content, a store to serve it, and readers of it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from playwright.sync_api import expect

from esafe import live, publishing, starter_loading, static_files
from esafe.content import Content
from esafe.edition import Edition
from esafe.edition_store import EditionStore
from esafe.staff import audit_guard, roles
from tests import browsing, builders, colleagues

pytest_plugins = ["tests.leaving_fixtures", "tests.staff_sites"]
expect.set_options(timeout=30_000)  # as long as Playwright's other waits: the machine may be busy


def pytest_collection_modifyitems(items):
    """Mark what uses the database, so that the run on PostgreSQL can choose it."""
    for item in items:
        uses = {"db", "transactional_db", "live_server", "admin_client"} & set(item.fixturenames)
        if uses or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if {"page", "browser", "new_context"} & set(item.fixturenames):
            item.add_marker(pytest.mark.browser)
        if {"window", "window_without_scripts"} & set(item.fixturenames):
            item.add_marker(pytest.mark.keys)


def pytest_sessionstart(session):
    """Once, before there are workers."""
    if not hasattr(session.config, "workerinput"):
        static_files.collect_if_changed()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The audit's guard would not let tests empty their tables; tests of it put it up again.

    A test of transactions empties all of them at its end, and the roles are there again after it.
    """
    with django_db_blocker.unblock():
        audit_guard.take_down(connection)
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(_make_roles_again, sender=last)
    yield
    # A busy machine takes longer to throw a whole database away than a reader would wait.
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = "-c statement_timeout=0"


def _make_roles_again(**_):
    roles.sync(apps)


@pytest.fixture(scope="session")
def content() -> Content:
    return builders.starter_content()


@pytest.fixture(scope="session")
def edition(content) -> Edition:
    return builders.make_edition(content)


@pytest.fixture
def admin_user(admin_user):
    """Somebody who may do everything, with two factors."""
    return colleagues.set_up(admin_user)


@pytest.fixture
def store(tmp_path, edition, monkeypatch) -> EditionStore:
    """A folder with one edition, live for the whole site."""
    store = EditionStore(tmp_path / "editions")
    builders.put_live(store, edition)
    monkeypatch.setattr(live, "store", store)
    return store


@pytest.fixture
def reader(store) -> builders.Reader:
    """Visits pages as a reader who carries a stale session cookie; checks every page it gets."""
    return builders.Reader()


@pytest.fixture
def empty_store(tmp_path, monkeypatch) -> EditionStore:
    store = EditionStore(tmp_path / "editions")
    monkeypatch.setattr(live, "store", store)
    monkeypatch.setattr(settings, "EDITIONS_DIR", store.folder)
    return store


@pytest.fixture
def site(empty_store, db) -> EditionStore:
    """The starter content, which staff may change, and its first edition."""
    starter_loading.load_once()
    publishing.publish("someone")
    return empty_store


@pytest.fixture
def staff(site, admin_client):
    """Somebody who may do everything, on that site."""
    return admin_client


@pytest.fixture(scope="session")
def site_address(tmp_path_factory, edition):
    """The address of the site as readers get it, with its database dead."""
    var = tmp_path_factory.mktemp("var")
    builders.put_live(EditionStore(var / "editions"), edition)
    with browsing.gunicorn(var) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": browsing.chromium(),
        "args": browsing.CHROMIUM_ARGS,
    }
