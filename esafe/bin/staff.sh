#!/bin/sh
# make staff: an account that may do everything, for the first person.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh

need_writable
need_venv requirements.txt .runtime
.venv/bin/python manage.py prepare
exec .venv/bin/python manage.py createsuperuser
