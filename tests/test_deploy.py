"""The samples in docs/deploy say what the site needs, and nothing that would write a reader down."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from esafe import gunicorn
from esafe.headers import AnswerClass, row
from esafe.management.commands.error_pages import STATUSES
from esafe.middleware import LARGER_BODIES, LARGEST_PUBLIC_BODY
from tests import browsing, builders

SAMPLES = browsing.ROOT / "docs" / "deploy"
NGINX = (SAMPLES / "nginx.conf").read_text()
POSTGRESQL = (SAMPLES / "postgresql.conf").read_text()


def lines_of(sample, name):
    """What the sample says about one setting, wherever it says it."""
    return re.findall(rf"^\s*{name}(?:\s*=\s*|\s+)([^;#\n]*?)\s*;?$", sample, re.MULTILINE)


def test_nginx_keeps_no_log_of_readers():
    """Its log of errors names the reader and the request as well (R75)."""
    assert lines_of(NGINX, "access_log") == ["off"]
    assert lines_of(NGINX, "error_log") == ["/dev/null crit"]


def test_nothing_that_is_typed_is_put_on_nginxs_disk():
    assert lines_of(NGINX, "client_body_buffer_size") == lines_of(NGINX, "client_max_body_size")
    assert lines_of(NGINX, "proxy_max_temp_file_size") == ["0"]


def test_nginxs_limits_are_the_sites_own():
    larger = [f"{size // 1024}k" for size in LARGER_BODIES.values()]
    assert lines_of(NGINX, "client_max_body_size") == [f"{LARGEST_PUBLIC_BODY // 1024}k", *larger, "8m"]
    assert re.findall(r"location = (\S+)", NGINX) == list(LARGER_BODIES)
    buffers, size = lines_of(NGINX, "large_client_header_buffers")[0].split()
    assert int(buffers) * int(size.removesuffix("k")) * 1024 == gunicorn.LARGEST_HEADERS
    assert lines_of(NGINX, "client_header_timeout") == lines_of(NGINX, "client_body_timeout") == ["5s"]


def test_nginx_answers_no_other_host_and_believes_nobody():
    assert lines_of(NGINX, "return") == ["444", "444", "301 https://$host$request_uri"]
    told = dict(line.split(" ", 1) for line in lines_of(NGINX, "proxy_set_header"))
    assert told["X-Forwarded-Proto"] == "$scheme"
    assert told["X-Forwarded-For"] == "$remote_addr"
    assert {told[name] for name in ("X-Forwarded-Host", "X-Forwarded-Ssl", "X-Real-IP", "Forwarded")} == {
        '""'
    }


def test_nginx_speaks_only_tls_that_keeps_its_secrets_later():
    assert lines_of(NGINX, "ssl_protocols") == ["TLSv1.2 TLSv1.3"]
    assert all(cipher.startswith("ECDHE-") for cipher in lines_of(NGINX, "ssl_ciphers")[0].split(":"))


def test_the_sample_is_one_whole_file():
    assert NGINX.count("{") == NGINX.count("}")
    code = [line.strip() for line in NGINX.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert [line for line in code if not line.endswith((";", "{", "}"))] == []


def test_every_page_that_nginx_names_is_written_with_the_row_of_an_error(store, settings, tmp_path):
    settings.PRODUCTION = True

    call_command("error_pages", tmp_path)

    named = set(re.findall(r"/error-pages/(\d+)\.html", NGINX))
    assert named == {str(status) for status in STATUSES}
    for status in named:
        page = (tmp_path / f"{status}.html").read_text()
        builders.check_page(page)
        assert "tel:08001111" in page
    headers = re.findall(
        r'^add_header (\S+) "(.*)" always;$', (tmp_path / "headers.conf").read_text(), re.MULTILINE
    )
    assert dict(headers) == row(AnswerClass.ERROR, https=True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_min_messages", "fatal"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("log_statement", "none"),
        ("log_min_duration_statement", "-1"),
        ("log_connections", "off"),
        ("log_disconnections", "off"),
    ],
)
def test_postgresql_writes_down_no_value(setting, value):
    """That this keeps a canary out of its log, test_canary.py has seen."""
    assert lines_of(POSTGRESQL, setting) == [value]


def test_nightly_is_run_by_its_timer_and_made_up_for_after_a_night_off():
    service = (SAMPLES / "esafe-nightly.service").read_text()
    timer = (SAMPLES / "esafe-nightly.timer").read_text()

    assert lines_of(service, "ExecStart") == ["/srv/esafe/.venv/bin/python manage.py nightly"]
    assert lines_of(service, "Type") == ["oneshot"]
    assert lines_of(timer, "Persistent") == ["true"]
    assert "nightly" in get_commands()


def test_what_goes_live_at_a_time_is_looked_for_every_five_minutes():
    service = (SAMPLES / "esafe-publish-due.service").read_text()
    timer = (SAMPLES / "esafe-publish-due.timer").read_text()

    assert lines_of(service, "ExecStart") == ["/srv/esafe/.venv/bin/python manage.py publish_due"]
    assert lines_of(service, "Type") == ["oneshot"]
    assert lines_of(timer, "OnCalendar") == ["*:0/5"]
    assert "publish_due" in get_commands()


def test_the_worker_runs_all_the_time_and_is_given_time_to_end():
    service = (SAMPLES / "esafe-worker.service").read_text()

    assert lines_of(service, "ExecStart") == ["/srv/esafe/.venv/bin/python manage.py worker"]
    assert lines_of(service, "Restart") == ["always"]
    assert lines_of(service, "KillSignal") == ["SIGTERM"]
    assert int(lines_of(service, "TimeoutStopSec")[0]) > 8 * settings.EMAIL_TIMEOUT
    assert "worker" in get_commands()
