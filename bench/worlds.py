"""Worlds of the demonstration, each in a database of its own, with what the cases need in them."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass

import psycopg2

SIZES = {  # societies, people
    "150": (150, None),
    "4,000": (4_000, 100_000),  # as many people a society as in the large one
    "40,000": (40_000, 1_000_000),
}


@dataclass
class World:
    """A database, and what `bench.prepare` put there."""

    name: str
    url: str
    standing: dict
    seconds: float

    @property
    def environment(self) -> dict:
        return environment(self.url)


def environment(url: str) -> dict:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.product_settings",
    }


def build(name: str, server_url: str, *, rounds: int) -> World:
    """Make a world from nothing."""
    societies, people = SIZES[name]
    database = f"world_{societies}"
    url = server_url.replace("/partyreg?", f"/{database}?")
    _create(database, server_url)
    started = time.monotonic()
    size = ["--societies", str(societies), *(["--people", str(people)] if people else [])]
    for command in (["migrate", "--verbosity", "0"], ["demo", *size]):
        subprocess.run([sys.executable, "manage.py", *command], env=environment(url), check=True)
    seconds = time.monotonic() - started
    world = World(name, url, prepare(url, rounds=rounds), seconds)
    tidy_up(world)
    return world


def prepare(url: str, *, rounds: int) -> dict:
    command = [sys.executable, "-m", "bench.prepare", str(rounds)]
    found = subprocess.run(command, env=environment(url), check=True, stdout=subprocess.PIPE)
    return json.loads(found.stdout)


def tidy_up(world: World) -> None:
    """What the server does by itself in quiet minutes: what is counted by an index need not be
    looked up then."""
    with closing(psycopg2.connect(world.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")


def check_approved(world: World) -> None:
    """A refused approval, too, is answered by a redirect: what was measured was none."""
    with closing(psycopg2.connect(world.url)) as connection, connection.cursor() as cursor:
        query = "SELECT count(*) FROM filings_filing WHERE id = ANY(%s) AND state <> 'approved'"
        cursor.execute(query, [world.standing["to_approve"]])
        if refused := cursor.fetchone()[0]:
            sys.exit(f"approve, {world.name}: {refused} were refused")


def _create(database: str, server_url: str) -> None:
    directory = server_url.partition("host=")[2]
    connection = psycopg2.connect(dbname="postgres", user="partyreg", host=directory)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {database}")
    connection.close()
