#!/bin/sh
# Install what the tests need and Python's packages do not bring, or say what is missing.
set -eu

missing=""
has() { command -v "$1" >/dev/null 2>&1; }

has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "Installing$missing"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
else
    echo "Not installed:$missing. The tests that need it are left out; Debian: apt-get install$missing" >&2
fi
