#!/bin/sh
# make audit: what others know and measure of the site. Each part says so when it could not be done.
set -eu
cd "$(dirname "$0")/../.."

result=0

printf '== Known vulnerabilities of what we use (pip-audit)\n'
.venv/bin/uvx pip-audit --strict --require-hashes --disable-pip -r requirements.txt || {
    echo "Not clean, or not audited: this needs the network."
    result=1
}

printf '\n== Mozilla Observatory, and Lighthouse on five pages\n'
not_done() {
    echo "NOT MEASURED: $1"
    exit "$result"
}

for program in npm node openssl; do
    command -v "$program" >/dev/null 2>&1 || not_done "$program is not there (sudo apt install npm nodejs openssl)."
done
node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' || not_done "Node.js 20 or newer is needed."
tests/bin/tools.sh || not_done "Chromium is not there."

tools=var/tools/audit
if ! cmp -s tests/audit/package-lock.json "$tools/package-lock.json" || [ ! -x "$tools/node_modules/.bin/lighthouse" ]; then
    echo "Fetching both (about 300 MB) ..."
    rm -rf "$tools"
    mkdir -p "$tools"
    cp tests/audit/package.json tests/audit/package-lock.json "$tools/"
    # The lock holds the digest of each package. No install script is run.
    npm ci --prefix "$tools" --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || {
        rm -rf "$tools"
        not_done "npm could not fetch them. Is the network there?"
    }
fi
.venv/bin/python -m tests.audit || result=1
exit "$result"
