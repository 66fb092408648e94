#!/bin/sh
# What the tests need besides Python: a browser, a screen with a keyboard for it, and the checker of HTML
# (a Java program that npm brings). With "firefox": that as well. Silent and quick when all of it is there.
set -eu
cd "$(dirname "$0")/../.."
. tests/bin/apt.sh

has() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    return 1
}

driver_runs() {
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        "$node" --version >/dev/null 2>&1 || return 1
    done
}

# need "what people call it" "Debian packages" check...: the check says whether it is there.
need() {
    called=$1 packages=$2
    shift 2
    if "$@"; then
        return
    fi
    # shellcheck disable=SC2086  # several packages, one word each
    if can_install && apt_install $packages && "$@"; then
        return
    fi
    echo "Please install $called: sudo apt install $packages" >&2
    exit 1
}

need Chromium "chromium fonts-dejavu-core" has chromium chromium-browser google-chrome google-chrome-stable
need "what Playwright's driver is linked with" libatomic1 driver_runs
need "a screen for real keys" xvfb has Xvfb
need "a keyboard for that screen" xdotool has xdotool
[ "${1:-}" != firefox ] || need Firefox firefox-esr has firefox-esr firefox
need Java default-jre-headless has java

tools=var/tools
jar=$tools/node_modules/vnu-jar/build/dist/vnu.jar
if ! [ -f "$jar" ] || ! cmp -s tests/bin/package-lock.json "$tools/package-lock.json"; then
    need npm "npm nodejs" has npm
    echo "Fetching the checker of HTML ..."
    mkdir -p "$tools"
    cp tests/bin/package.json "$tools/"
    rm -f "$jar"
    cp tests/bin/package-lock.json "$tools/"
    # The lock holds the digest of the package. Its install script would only look for Java.
    npm ci --prefix "$tools" --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || true
    [ -f "$jar" ] || { echo "The checker of HTML could not be fetched. Is the network there?" >&2; exit 1; }
fi
