#!/bin/sh
# make run: from a fresh clone to the site, in one command.
set -eu
cd "$(dirname "$0")/../.."
. esafe/bin/common.sh
export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}"

need_writable
need_venv requirements.txt .runtime
exec .venv/bin/python -m esafe.bin.serve
