#!/bin/sh
# make run: from a fresh clone to the site, in one command.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh
export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}"

need_writable
need_venv requirements.txt .runtime
.venv/bin/python -I -S esafe/bin/port.py "$HOST" "$PORT"
.venv/bin/python manage.py prepare
echo "To sign in as staff, make an account first, in another window: make staff"
# Not .venv/bin/gunicorn: that file holds the folder's full name, and fails once the folder is moved.
exec .venv/bin/python -m gunicorn -c esafe/gunicorn.py esafe.wsgi:application
