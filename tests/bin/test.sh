#!/bin/sh
# make test: everything that must hold before a change lands. The first failure stops it.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh
# Whatever this shell is set up for, the tests do not run on it.
unset ADDRESS_KEY DATABASE_URL PRODUCTION REMEMBER_PREFERENCES SITE_URL SECRET_KEY SECRET_KEY_FALLBACKS DEBUG ALLOWED_HOSTS ROLE STAFF_URL EMAIL_URL MAIL_FROM VAR_DIR DJANGO_SETTINGS_MODULE HOST PORT

step() {
    printf '\n== %s\n' "$1"
    shift
    "$@"
}

as_in_production() {
    env PRODUCTION=true SITE_URL=https://esafe.example TRUSTED_PROXY=127.0.0.1 DATABASE_URL=sqlite://:memory: \
        SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(45))')" "$@"
}

need_writable
need_venv requirements-dev.txt .dev
NOTICES=$(mktemp)
export NOTICES
trap 'rm -f "$NOTICES"' EXIT
tests/bin/tools.sh

step "Style, templates and types (ruff, djlint, mypy)" tests/bin/check.sh
step "Django's checks, set up as in production" \
    as_in_production .venv/bin/python manage.py check --deploy --fail-level WARNING
step "Models and migrations agree" .venv/bin/python manage.py makemigrations --check --dry-run
# One file at a time for each core: what a file shares (a site, a browser) is made once.
on_all_cores="-n auto --maxprocesses 4 --dist loadfile"
# shellcheck disable=SC2086  # several words
step "Tests, on SQLite" .venv/bin/python -m pytest -m "not keys and not firefox" $on_all_cores
step "Leaving by real keys" .venv/bin/python -m pytest -m "keys and not firefox"
# shellcheck disable=SC2086
step "Tests that use the database, on PostgreSQL" \
    tests/bin/with-postgres.sh .venv/bin/python -m pytest -m database $on_all_cores

printf '\nPassed: ruff, djlint, mypy, deployment checks, migrations, tests on SQLite'
if [ -s "$NOTICES" ]; then
    printf '.\n'
    cat "$NOTICES"
else
    printf ', database tests on PostgreSQL.\n'
fi
