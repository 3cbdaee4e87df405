"""`make run`, as a person starts and ends it, and as it ends by accident."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite
SERVER, WORKER = "gunicorn config.wsgi", "manage.py db_worker"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def heed_ctrl_c():
    """A suite started in the background would hand its deafness down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(database, port):
    environment = {"DATABASE_URL": f"sqlite:///{database}", "PORT": str(port)}
    return subprocess.Popen(
        ["make", "run"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )


def commands(database):
    """The processes that serve a database, as {process id: command line}, the oldest first."""
    found = {}
    for place in sorted(Path("/proc").glob("[0-9]*"), key=lambda place: int(place.name)):
        try:
            if str(database).encode() in (place / "environ").read_bytes():
                line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(place.name)] = line
        except OSError:
            pass  # ended meanwhile, or another user's
    return found


def process(database, command):
    return next(number for number, line in commands(database).items() if command in line)


def interrupt(make, database):
    os.killpg(make.pid, signal.SIGINT)


def terminate(make, database):
    os.kill(process(database, "config/bin/run.sh"), signal.SIGTERM)


def crash(command):
    return lambda make, database: os.kill(process(database, command), signal.SIGKILL)


@contextmanager
def running(database, end=interrupt):
    """The demonstration from the moment it prints its address; gives that, then the lines that it
    printed while it ended."""
    port = free_port()
    with start(database, port) as make:
        said = []
        try:
            while "Ctrl-C" not in "".join(said) and (line := make.stdout.readline()):
                said.append(line)
            assert f"http://127.0.0.1:{port}/" in "".join(said), "".join(said)
            said[:] = [f"http://127.0.0.1:{port}"]
            yield said
        finally:
            end(make, database)
            said.append(make.stdout.read())
    assert commands(database) == {}
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


def users(database):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id, username, password FROM accounts_user").fetchall()


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "partyreg.sqlite3"


def test_second_start_keeps_the_data(database):
    with running(database) as [address, *_]:
        get = build_opener(ProxyHandler({})).open
        page = get(f"{address}/accounts/login/").read().decode()
        assert 'name="username"' in page
        sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
        assert get(address + sheet).headers["Content-Type"].startswith("text/css")
        assert process(database, WORKER)
    before = users(database)
    assert len(before) >= 7
    with running(database, terminate):
        assert users(database) == before


@pytest.mark.parametrize(
    ("end", "told"),
    [(crash(SERVER), "网页服务意外停止"), (crash(WORKER), "后台任务进程意外停止")],
    ids=["server", "worker"],
)
def test_what_crashes_takes_the_rest_along(database, end, told):
    with running(database, end) as said:
        pass
    assert told in said[-1]


def test_killed_script_leaves_nothing_running(database):
    with running(database, crash("config/bin/run.sh")):
        pass
