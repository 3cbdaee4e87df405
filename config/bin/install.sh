# Sourced by run.sh and test.sh from the root of the clone: installs what `run` or `test` (the argument) needs,
# and nothing when all of it is there. Sets PDF=off when `run` must do without WeasyPrint's libraries.

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; } && sudo "$@"
    fi
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "python3 has to be Python 3.11 or newer." >&2
    exit 1
}

can_load() { # LIBRARY...
    python3 -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}

missing=()
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "$1" = test ]; then
    [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null ||
        missing+=(chromium-headless-shell) # a third faster than the whole browser
    can_load libatomic.so.1 || missing+=(libatomic1) # Playwright's
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || missing+=(fonts-noto-cjk)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
fi
needed_always=${#missing[@]}
# WeasyPrint's; without the last one a page in Chinese takes 12 s instead of 0.3 s.
can_load libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 ||
    missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)

if [ ${#missing[@]} -gt 0 ]; then
    line="apt-get update; apt-get install -y --no-install-recommends ${missing[*]}"
    if as_root env DEBIAN_FRONTEND=noninteractive sh -c "$line"; then
        :
    elif [ "$1" = run ] && [ "$needed_always" = 0 ]; then
        printf '注意：缺少生成 PDF 所需的系统库，PDF 功能已关闭。以 root 运行下面一行后重新启动即可恢复：\n  %s\n' "$line"
        export PDF=off
    else
        printf 'System packages are missing. Run this as root, then start again:\n  %s\n' "$line" >&2
        exit 1
    fi
fi

lock=requirements.lock
[ "$1" = run ] || lock=requirements-dev.lock # contains the other
# The copies inside .venv/ tell what is installed.
if ! [ -x .venv/bin/python ] || ! cmp -s "$lock" ".venv/$lock"; then
    echo "Installing the Python packages of $lock ..."
    .venv/bin/python -c 'import pip' 2>/dev/null || python3 -m venv --clear .venv
    rm -f .venv/*.lock
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r "$lock"
    cp requirements.lock .venv/requirements.lock
    cp "$lock" .venv/
fi
