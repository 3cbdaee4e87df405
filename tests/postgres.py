"""Run a command against a throw-away PostgreSQL, named to it by DATABASE_URL.

    .venv/bin/python tests/postgres.py .venv/bin/pytest tests/filings

The server listens on a Unix socket in its own directory under /tmp and nowhere else, so any number
of them stand side by side. It refuses to run as root and is then run as the user postgres.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

PLACE = Path("/tmp")  # not TMPDIR: the path of a socket has at most 107 bytes
PREFIX = "partyreg-postgres-"
SERVER_USER = "postgres" if os.getuid() == 0 else None
UNSAFE_BUT_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def run(program, directory, *arguments, check=True):
    """Run one of the newest server's own programs; Debian keeps them off the path."""
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(installed, key=lambda path: float(path.parts[-3]))
    command = [newest, "--pgdata", directory / "data", *arguments]
    groups = [] if SERVER_USER else None
    quiet = {"cwd": directory, "stdout": subprocess.DEVNULL, "check": check}
    subprocess.run(command, user=SERVER_USER, group=SERVER_USER, extra_groups=groups, **quiet)


def remove(directory):
    if (directory / "data" / "postmaster.pid").exists():
        run("pg_ctl", directory, "stop", "--mode=immediate", check=False)
    shutil.rmtree(directory, ignore_errors=True)


def remove_stale():
    """Servers whose starter was killed; their directories name its process id."""
    for directory in PLACE.glob(f"{PREFIX}*"):
        starter = directory.name.removeprefix(PREFIX).partition("-")[0]
        if not Path("/proc", starter).exists() and os.access(directory, os.W_OK):
            remove(directory)


@contextmanager
def server():
    """A running server; gives the value for DATABASE_URL."""
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=PLACE))
    try:
        shutil.chown(directory, SERVER_USER or os.getuid())
        locale = ("--encoding=UTF8", "--no-locale")  # sorts as SQLite does
        run("initdb", directory, "--username=partyreg", "--auth=trust", "--no-sync", *locale)
        options = f"-k {directory} -c listen_addresses='' {UNSAFE_BUT_FAST}"
        run("pg_ctl", directory, "start", f"--log={directory}/log", f"--options={options}")
        yield f"postgres://partyreg@/partyreg?host={directory}"
    finally:
        remove(directory)


def main(command):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    remove_stale()
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
