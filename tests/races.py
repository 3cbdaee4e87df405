"""Two or three people at once, as threads; tests of races run on PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ValidationError
from django.db import connection

from filings.rules import MoveNotAllowed

# They keep their connections: a new one costs PostgreSQL more than most moves.
MOST = 3
racers = ThreadPoolExecutor(MOST)


def at_once(*moves) -> list[str | None]:
    """Run the moves in threads that start together; gives each one's refusal or None."""
    barrier = threading.Barrier(len(moves))

    def run(move):
        barrier.wait()
        try:
            move()
        except (MoveNotAllowed, ValidationError) as refusal:
            return str(refusal)

    return list(racers.map(run, moves))


def go_home():
    at_once(*[lambda: connection.close()] * MOST)  # each its own: looked up in the thread
