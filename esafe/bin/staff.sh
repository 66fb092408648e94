#!/bin/sh
# make staff: an account with every role, for the first person; for one who is locked out, the same again and a new link.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh

need_writable
need_venv requirements.txt .runtime
.venv/bin/python manage.py prepare
exec .venv/bin/python manage.py make_staff "$@"
