#!/bin/sh
# Install what the measuring needs beside what the tests need, or say what is missing.
set -eu
cd "$(dirname "$0")/.."
sh tests/tools.sh

if ! command -v wrk >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing wrk"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wrk
    else
        echo "Not installed: wrk, which makes the load. Debian: apt-get install wrk" >&2
        exit 1
    fi
fi
