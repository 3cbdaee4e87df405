"""Answers of the test client that send files."""

from django.core.signals import request_finished
from django.db import close_old_connections


def finish(response) -> None:
    """Close its files, but not the connection of the test, as Django's client does otherwise."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
