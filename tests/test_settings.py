"""Production refuses to start when it is unsafe, and names the setting."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "PRODUCTION": "true",
    "SITE_URL": "https://help.example.org",
    "SECRET_KEY": "x7Gq2mVb9LwZr4TnYk8PdHs3JcFe6AuR1oQiNtMyXvBgKhWz5U",
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
        ({"SITE_URL": None}, "SITE_URL"),
        ({"SITE_URL": "http://help.example.org"}, "SITE_URL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXY": None}, "TRUSTED_PROXY"),
        ({"TRUSTED_PROXY": "*"}, "TRUSTED_PROXY"),
        ({"ALLOWED_HOSTS": "other.example.org"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"PRODUCTION": "enabled"}, "PRODUCTION"),
    ],
)
def test_an_unsafe_setting_stops_the_start_and_is_named(changes, named):
    result = start(**changes)

    assert result.returncode != 0
    assert f"{named} must" in result.stderr.splitlines()[-1]


def test_all_unsafe_settings_are_named_at_once():
    message = start(SECRET_KEY=None, SITE_URL=None, TRUSTED_PROXY=None).stderr.splitlines()[-1]

    assert all(f"{name} must" in message for name in ("SECRET_KEY", "SITE_URL", "TRUSTED_PROXY"))


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"])

    assert start(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key")).returncode == 0


def test_a_trial_needs_no_settings(tmp_path):
    result = start(PRODUCTION=None, SITE_URL=None, SECRET_KEY=None, TRUSTED_PROXY=None, VAR_DIR=str(tmp_path))

    assert result.stdout == "['127.0.0.1', '[::1]', 'localhost'] False\n"
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
