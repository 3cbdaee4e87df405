#!/usr/bin/env bash
# make pictures: the pictures of the handbook and of README.md, from a demonstration of their own, first as it
# is made, then on the day to which the inspection was played.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
INSPECTED=2018-02-12
world=$(mktemp -d)
export DEMO=1 DATABASE_URL="sqlite:///$world/demo.sqlite3" PORT="${PORT:-8765}"
server=
stop() {
    [ -z "$server" ] || kill $server 2>/dev/null && wait $server || true
    server=
}
trap 'stop; rm -rf "$world"' EXIT
serve() {
    : >"$world/log"
    config/bin/run.sh >"$world/log" &
    server=$!
    until grep -q Ctrl-C "$world/log"; do
        kill -0 $server 2>/dev/null || { cat "$world/log" >&2 && exit 1; }
        sleep 1
    done
}
mkdir -p docs/pictures
failed=0
serve
.venv/bin/python docs/pictures.py "http://127.0.0.1:$PORT" || failed=1
stop
export BUSINESS_DATE=$INSPECTED
.venv/bin/python manage.py shell -v 0 <docs/inspected.py
serve
.venv/bin/python docs/pictures.py "http://127.0.0.1:$PORT" $INSPECTED || failed=1
exit $failed
