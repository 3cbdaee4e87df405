#!/usr/bin/env bash
# make interop: our files saved again by LibreOffice, and read back. make test does not need it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
unset DATABASE_URL DEMO BUSINESS_DATE
DJANGO_SETTINGS_MODULE=tests.settings exec .venv/bin/python -m tests.papers.interop
