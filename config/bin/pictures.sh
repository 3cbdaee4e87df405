#!/usr/bin/env bash
# make pictures: the pictures of the handbook and of README.md, from a demonstration of their own.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
world=$(mktemp -d)
export DATABASE_URL="sqlite:///$world/demo.sqlite3" PORT="${PORT:-8765}"
config/bin/run.sh >"$world/log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server || true; rm -rf "$world"' EXIT
until grep -q Ctrl-C "$world/log"; do
    kill -0 $server 2>/dev/null || { cat "$world/log" >&2 && exit 1; }
    sleep 1
done
mkdir -p docs/pictures
.venv/bin/python docs/pictures.py "http://127.0.0.1:$PORT"
