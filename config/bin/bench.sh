#!/usr/bin/env bash
# make bench: what pages cost beside a bare page of the same stack (bench/README.md).
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh test
unset DATABASE_URL DEMO BUSINESS_DATE DJANGO_SETTINGS_MODULE
exec .venv/bin/python -m bench
