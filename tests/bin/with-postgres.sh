#!/bin/sh
# with-postgres.sh COMMAND...: runs it with DATABASE_URL of a PostgreSQL of its own, which is gone afterwards.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/apt.sh"

find_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r) "$(dirname "$(command -v initdb || echo /)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
}

programs=$(find_programs)
if [ -z "$programs" ] && [ "${CI:-}" = true ] && can_install; then
    # Debian would start a server of its own beside ours.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt_install postgresql || true
    programs=$(find_programs)
fi
if [ -z "$programs" ]; then
    notice="
  ******************************************************************************
  PostgreSQL is not installed: HALF OF THE DATABASE TESTS WERE NOT RUN.
  To run them too: sudo apt install postgresql
  ******************************************************************************"
    echo "$notice" >&2
    [ "${CI:-}" != true ] || exit 1
    # For the caller to say again, where it is not overlooked.
    [ -z "${NOTICES:-}" ] || echo "$notice" >>"$NOTICES"
    exit 0
fi

folder=$(mktemp -d)
# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
    user=$(id -un postgres 2>/dev/null || echo nobody)
    chown "$user" "$folder"
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi

stop() {
    $as "$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

port=$("$here/../../.venv/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
# The sample that docs/deploy.md gives: what it keeps out of the log, the tests look for.
sample=$here/../../docs/deploy/postgresql.conf
# Nothing here outlives the tests: no need to wait for the disk.
quick="-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=4GB"
if ! (
    cd "$folder" &&
        $as "$programs/initdb" --pgdata=data --username=esafe --auth=trust --encoding=UTF8 --no-locale --no-sync &&
        cat "$sample" >>data/postgresql.conf &&
        $as "$programs/pg_ctl" --pgdata=data --log=log --wait --timeout=30 \
            --options="-p $port -k $folder -c listen_addresses=127.0.0.1 $quick" start &&
        $as "$programs/createdb" --host="$folder" --port="$port" --username=esafe esafe
) >"$folder/said" 2>&1; then
    cat "$folder/said" "$folder/log" >&2 2>/dev/null || true
    echo "A PostgreSQL for the tests could not be started." >&2
    exit 1
fi

# The folder holds all that the server writes; test_canary.py searches it.
POSTGRES_FOLDER="$folder" DATABASE_URL="postgres://esafe@127.0.0.1:$port/esafe" "$@"
