#!/bin/sh
# make worker: send the mail that waits; without EMAIL_URL, into files in var/mail.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh

need_writable
need_venv requirements.txt .runtime
exec .venv/bin/python manage.py worker
