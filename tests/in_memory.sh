# Run a command with its temporary files in memory where there is room (4 GB): thousands of tests wait for the disk else.
# A TMPDIR of one's own is respected. Nothing is left behind.
set -u
place=${TMPDIR:-/tmp}
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "${free:-0}" -gt 4000000 ]; then
    place=/dev/shm
fi
folder=$(mktemp -d "$place/pk-tests-XXXXXX")
chmod 711 "$folder" # PostgreSQL, which refuses to be root, has its own folder in it
trap 'rm -rf "$folder"' EXIT
TMPDIR=$folder "$@"
