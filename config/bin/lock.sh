#!/usr/bin/env bash
# make lock: both lock files from pyproject.toml, without a host or a path in them.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=$(mktemp -d)
trap 'rm -rf "$uv"' EXIT
python3 -m venv "$uv"
"$uv/bin/pip" install --quiet --disable-pip-version-check uv

compile() {
    "$uv/bin/uv" pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 \
        --no-header --no-annotate "$@"
}
compile --output-file requirements.lock "$@"
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
