#!/usr/bin/env bash
# make test: every check. make long (`test.sh long`): the unit tests at full size.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
unset DATABASE_URL DEMO BUSINESS_DATE DJANGO_SETTINGS_MODULE
python=.venv/bin/python
pytest=("$python" -m pytest --numprocesses 2 --dist worksteal)
summary=""
failed=0

stage() { # NAME COMMAND...: runs on after a failure, so that one run tells all
    local name=$1 start=$SECONDS result=ok
    shift
    printf '\n==> %s\n' "$name"
    "$@" || { result=FAILED && failed=1; }
    summary+=$(printf '%-24s %-6s %4d s' "$name" $result $((SECONDS - start)))$'\n'
}

unit_tests() { # ARGUMENT...: on both databases
    stage "tests on SQLite" "${pytest[@]}" "$@"
    stage "tests on PostgreSQL" $python tests/postgres.py "${pytest[@]}" --ignore tests/browser "$@"
}

if [ "${1:-}" = long ]; then
    export RACE_ROUNDS=200
    unit_tests --hypothesis-profile long
else
    production=(SECRET_KEY="$(head -c 48 /dev/urandom | base64)" ALLOWED_HOSTS=partyreg.example.org)
    stage "ruff format" $python -m ruff format --check .
    stage "ruff check" $python -m ruff check --no-cache .
    stage "import-linter" .venv/bin/lint-imports --no-logo --no-cache
    stage "makemigrations --check" env DEMO=1 $python manage.py makemigrations --check
    stage "check --deploy" env "${production[@]}" $python manage.py check --deploy --fail-level WARNING
    unit_tests
    stage "tests in Chromium" $python tests/postgres.py "${pytest[@]}" tests/browser
fi
printf '\n%s' "$summary"
exit $failed
