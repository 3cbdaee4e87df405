"""What follows in the rooms below when a society joins the association or leaves it. They register
it; it runs inside the transaction of societies.actions."""

import datetime as dt
from collections.abc import Callable

# Given the society, who decides, and the day.
Follow = Callable[..., None]

_admitted: list[Follow] = []
_left: list[Follow] = []


def on_admission(follow: Follow) -> None:
    """Have `follow(society, by=, on=)` called for every society that becomes a member."""
    _admitted.append(follow)


def on_leaving(follow: Follow) -> None:
    """Have `follow(society, by=, reason=)` called for every society that leaves: once before its
    row is locked, because filings are locked before societies everywhere, and once after, for what
    began in between."""
    _left.append(follow)


def follow_admission(society, *, by, on: dt.date) -> None:
    for follow in _admitted:
        follow(society, by=by, on=on)


def follow_leaving(society, *, by, reason: str) -> None:
    for follow in _left:
        follow(society, by=by, reason=reason)
