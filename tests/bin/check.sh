#!/bin/sh
# make check: what reads the code without running it.
set -eu
cd "$(dirname "$0")/../.."

.venv/bin/ruff check --quiet .
.venv/bin/ruff format --check --quiet --diff .
.venv/bin/python -m djlint templates --lint --quiet
.venv/bin/python -m mypy
