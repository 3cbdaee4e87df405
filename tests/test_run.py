"""`make run`, as a person starts and ends it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from urllib.request import ProxyHandler, build_opener

import pytest
from django.conf import settings


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


@contextmanager
def running(database):
    """The demonstration from the moment it prints its address; gives that and ends by Ctrl-C."""
    port = free_port()
    with start(database, port) as process:
        try:
            printed = ""
            while "Ctrl-C" not in printed and (line := process.stdout.readline()):
                printed += line
            assert f"http://127.0.0.1:{port}/" in printed, printed
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGINT)
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


def users(database):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id, username, password FROM accounts_user").fetchall()


@pytest.mark.sqlite
def test_second_start_keeps_the_data(tmp_path):
    database = tmp_path / "partyreg.sqlite3"
    with running(database) as address:
        get = build_opener(ProxyHandler({})).open
        page = get(f"{address}/accounts/login/").read().decode()
        assert 'name="username"' in page
        sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
        assert get(address + sheet).headers["Content-Type"].startswith("text/css")
    before = users(database)
    assert len(before) >= 7
    with running(database):
        assert users(database) == before
