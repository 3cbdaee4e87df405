"""gunicorn with two workers on a free port, and requests to it."""

import http.client
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket
from urllib.parse import urlencode

TOKEN = "b" * 32


@dataclass(frozen=True)
class Answer:
    """What one request cost: milliseconds, CPU of worker and database together."""

    status: int
    wall: float
    worker: float
    database: float
    queries: int
    bytes: int

    @property
    def cpu(self) -> float:
        return self.worker + self.database


@dataclass(frozen=True)
class Request:
    """A GET, or a POST where it has a form; sent under a session or an API token."""

    path: str
    session: str = ""
    form: dict | None = None
    token: str = ""


@contextmanager
def gunicorn(environment: dict, settings: str):
    """A running server; gives its port."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "config.wsgi", "--workers", "2"]
    options = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket"]
    environment = {**environment, "DJANGO_SETTINGS_MODULE": settings}
    process = subprocess.Popen([*command, *options], env=environment)
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(process, port: int) -> None:
    for _ in range(300):
        with socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start.")


def send(port: int, request: Request) -> Answer:
    headers = {"Cookie": f"sessionid={request.session}; csrftoken={TOKEN}"}
    if request.token:
        headers = {"Authorization": f"Bearer {request.token}"}
    body, method = None, "GET"
    if request.form is not None:
        method, body = "POST", urlencode({**request.form, "csrfmiddlewaretoken": TOKEN})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    started = time.perf_counter()
    connection.request(method, request.path, body, headers)
    response = connection.getresponse()
    content = response.read()
    wall = time.perf_counter() - started
    connection.close()
    spent = [int(response.headers.get(name, 0)) for name in ("X-Worker", "X-Database")]
    return Answer(
        status=response.status,
        wall=wall * 1e3,
        worker=spent[0] / 1e6,
        database=spent[1] / 1e6,
        queries=int(response.headers.get("X-Queries", 0)),
        bytes=len(content),
    )
