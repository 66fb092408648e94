"""Production refuses to start when it is unsafe, and names the setting."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from esafe.gunicorn import stop_if_unsafe
from tests.browsing import free_port

# What esafe/settings.py sets in production.
SAFE = {
    "SECRET_KEY": "x7Gq2mVb9LwZr4TnYk8PdHs3JcFe6AuR1oQiNtMyXvBgKhWz5U",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 60,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
GOOD = {
    "PRODUCTION": "true",
    "SITE_URL": "https://help.example.org",
    "SECRET_KEY": SAFE["SECRET_KEY"],
    "TRUSTED_PROXY": "127.0.0.1",
}


def start(**changes):
    environ = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", *GOOD)}
    environ |= {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "import esafe.settings as s; print(s.ALLOWED_HOSTS, s.DEBUG)"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_production_settings_start():
    assert start().stdout == "['help.example.org'] False\n"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"DEBUG": "true"}, "DEBUG"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"ADDRESS_KEY": "short"}, "ADDRESS_KEY"),
        ({"ADDRESS_KEY": f"{GOOD['SECRET_KEY']},short"}, "ADDRESS_KEY"),
        ({"SITE_URL": None}, "SITE_URL"),
        ({"SECRET_KEY": f"django-insecure-{GOOD['SECRET_KEY']}"}, "SECRET_KEY"),
        ({"SITE_URL": "http://help.example.org"}, "SITE_URL"),
        ({"SITE_URL": "https://help.example.org/esafe"}, "SITE_URL"),
        ({"SITE_URL": "https://help.example.org@evil.example"}, "SITE_URL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXY": None}, "TRUSTED_PROXY"),
        ({"ROLE": "reader"}, "ROLE"),
        ({"ROLE": "staff"}, "STAFF_URL"),
        ({"ROLE": "staff", "STAFF_URL": "http://staff.example.org"}, "STAFF_URL"),
        ({"TRUSTED_PROXY": "*"}, "TRUSTED_PROXY"),
        ({"TRUSTED_PROXY": "0.0.0.0/0"}, "TRUSTED_PROXY"),
        ({"TRUSTED_PROXY": "127.0.0.1, ::/0"}, "TRUSTED_PROXY"),
        ({"ALLOWED_HOSTS": "other.example.org"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"PRODUCTION": "enabled"}, "PRODUCTION"),
    ],
)
def test_an_unsafe_setting_stops_the_start_and_is_named(changes, named):
    result = start(**changes)

    assert result.returncode != 0
    assert f"{named} must" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o666])
def test_a_database_that_others_can_open_stops_the_start(tmp_path, mode):
    file = tmp_path / "esafe.sqlite3"
    file.touch()
    file.chmod(mode)

    message = start(DATABASE_URL=f"sqlite:///{file}").stderr.splitlines()[-1]

    assert f"DATABASE_URL must name a file that nobody else can read: chmod 600 {file}" in message


def test_a_database_of_ones_own_or_on_a_server_may_start(tmp_path):
    file = tmp_path / "esafe.sqlite3"
    file.touch(mode=0o600)

    for url in (
        f"sqlite:///{file}",
        f"sqlite:///{tmp_path}/none.sqlite3",
        "postgres://esafe@127.0.0.1/esafe",
    ):
        assert start(DATABASE_URL=url).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURE_SSL_REDIRECT", False),
        ("SECURE_HSTS_SECONDS", 0),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        ("SECURE_CONTENT_TYPE_NOSNIFF", False),
        ("SECURE_REFERRER_POLICY", None),
        ("SESSION_COOKIE_SECURE", False),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("X_FRAME_OPTIONS", "SAMEORIGIN"),
        ("DEBUG", True),
    ],
)
def test_what_djangos_deployment_check_warns_of_stops_the_start(settings, name, value):
    settings.PRODUCTION = True
    for safe, safe_value in SAFE.items():
        setattr(settings, safe, safe_value)
    stop_if_unsafe()
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        stop_if_unsafe()


def test_gunicorn_does_not_serve_a_site_that_is_not_safe(tmp_path):
    """A worker that stops at its start stops gunicorn."""
    environ = {**os.environ, **GOOD, "DEBUG": "true", "VAR_DIR": str(tmp_path), "PORT": str(free_port())}
    command = [sys.executable, "-m", "gunicorn", "-c", "esafe/gunicorn.py", "esafe.wsgi:application"]

    result = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)

    assert result.returncode != 0
    assert "DEBUG must not be on" in result.stderr


def test_all_unsafe_settings_are_named_at_once():
    message = start(SECRET_KEY=None, SITE_URL=None, TRUSTED_PROXY=None).stderr.splitlines()[-1]

    assert all(f"{name} must" in message for name in ("SECRET_KEY", "SITE_URL", "TRUSTED_PROXY"))


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"])

    assert start(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key")).returncode == 0


def test_keys_of_before_may_be_named_so_that_what_they_sealed_still_opens():
    environ = {**os.environ, **GOOD, "SECRET_KEY_FALLBACKS": "the-one-before,the-one-before-that"}
    code = "import esafe.settings as s; print(s.SECRET_KEY_FALLBACKS)"
    said = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )

    assert said.stdout == "['the-one-before', 'the-one-before-that']\n"


def test_a_trial_needs_no_settings(tmp_path):
    result = start(PRODUCTION=None, SITE_URL=None, SECRET_KEY=None, TRUSTED_PROXY=None, VAR_DIR=str(tmp_path))

    assert result.stdout == "['127.0.0.1', '[::1]', 'localhost'] False\n"
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def mail_settings(**environ):
    names = "s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_FILE_PATH, getattr(s, 'EMAIL_HOST', '')"
    more = "getattr(s, 'EMAIL_HOST_PASSWORD', ''), getattr(s, 'EMAIL_USE_TLS', ''), s.DEFAULT_FROM_EMAIL"
    return subprocess.run(
        [sys.executable, "-c", f"import esafe.settings as s; print({names}, {more})"],
        env={**os.environ, **GOOD, "VAR_DIR": "/tmp/v", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_mail_goes_to_files_unless_a_server_is_named():
    assert mail_settings().stdout == "filebased /tmp/v/mail    no-reply@help.example.org\n"


def test_mail_goes_to_the_server_that_is_named():
    named = {"EMAIL_URL": "smtp+tls://sam:p%40ss@mail.example.org:587", "MAIL_FROM": "hello@example.org"}

    assert mail_settings(**named).stdout == "smtp  mail.example.org p@ss True hello@example.org\n"


@pytest.mark.parametrize("url", ["mail.example.org", "https://mail.example.org", "smtp://mail:x"])
def test_a_mail_server_that_cannot_be_read_stops_the_start_and_is_named(url):
    assert "EMAIL_URL must be the address of a mail server" in mail_settings(EMAIL_URL=url).stderr
