# shellcheck shell=sh
# For the scripts here and in tests/bin: they read this file (`.`) from the top folder.

fail() {
    echo "$1" >&2
    exit 1
}

# A folder that was once used as root, or a read-only disk, is easier to mend when it is named.
need_writable() {
    for place in . .venv var; do
        if [ -e "$place" ] && [ ! -w "$place" ]; then
            fail "esafe keeps its files in $(cd "$place" && pwd), and this user may not write there."
        fi
    done
}

# Runs it, rather than looks for it: a name on the PATH may be a stand-in for a Python that is not there.
find_python() {
    for name in python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Please install Python 3.11 or newer: sudo apt install python3 python3-venv"
}

# need_venv LOCK STAMP: .venv holds what LOCK lists. The stamp is a copy of the lock that was installed.
need_venv() {
    if [ -x .venv/bin/python ] && cmp -s "$1" ".venv/$2"; then
        return
    fi
    need_writable
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=$(find_python) || exit 1
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            fail "Please install python3-venv: sudo apt install python3-venv"
        "$python" -m venv --clear .venv || fail "The folder .venv could not be made."
    fi
    echo "Installing packages into .venv (only after a change of $1) ..."
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$1" ||
        fail "The packages could not be installed. Is the network there? Then please try again."
    cp "$1" ".venv/$2"
}
