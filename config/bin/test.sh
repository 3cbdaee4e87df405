#!/usr/bin/env bash
# make test: every check. make long (`test.sh long`): the unit tests at full size.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
unset DATABASE_URL DEMO BUSINESS_DATE DJANGO_SETTINGS_MODULE
unset PYTHONDONTWRITEBYTECODE # what one process compiles serves all the others
python=.venv/bin/python
# A file's tests on one worker: what they stand on is built once.
pytest=("$python" -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder)
summary=""
failed=0

stage() { # NAME COMMAND...: runs on after a failure, so that one run tells all
    local name=$1 start=$SECONDS result=ok
    shift
    printf '\n==> %s\n' "$name"
    "$@" || { result=FAILED && failed=1; }
    summary+=$(printf '%-24s %-6s %4d s' "$name" $result $((SECONDS - start)))$'\n'
}

on_postgres=("$python" tests/postgres.py "${pytest[@]}")

if [ "${1:-}" = long ]; then
    export RACE_ROUNDS=200
    full=(--ignore tests/browser --hypothesis-profile long)
    stage "tests on SQLite" "${pytest[@]}" "${full[@]}"
    stage "tests on PostgreSQL" "${on_postgres[@]}" "${full[@]}"
else
    production=(SECRET_KEY="$(head -c 48 /dev/urandom | base64)" ALLOWED_HOSTS=partyreg.example.org)
    stage "ruff format" $python -m ruff format --check .
    stage "ruff check" $python -m ruff check --no-cache .
    stage "import-linter" .venv/bin/lint-imports --no-logo --no-cache
    stage "makemigrations --check" env DEMO=1 $python manage.py makemigrations --check
    stage "check --deploy" env "${production[@]}" $python manage.py check --deploy --fail-level WARNING
    stage "tests on SQLite" "${pytest[@]}" --ignore tests/browser
    # In one go: while a page loads, the other half of the tests has the machine.
    stage "on PostgreSQL, Chromium" "${on_postgres[@]}"
fi
printf '\n%s' "$summary"
exit $failed
