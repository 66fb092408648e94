# shellcheck shell=sh
# For scripts that may have to install a Debian package: they read this file (`.`).

# Without asking only where nobody's own machine is touched: root in a container or in CI.
can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_install() {
    echo "Installing $* ..."
    said=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
        >"$said" 2>&1 </dev/null; then
        tail -n 20 "$said" >&2
        rm -f "$said"
        return 1
    fi
    rm -f "$said"
}
