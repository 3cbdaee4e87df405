"""What keeps a society out of a process for a while. A room below registers why; this room and
`filings` only ask."""

import datetime as dt
from collections.abc import Callable, Collection

# Given primary keys of societies, a process and a day: the reason of each that is held.
Ask = Callable[[Collection[int], str, dt.date], dict[int, str]]

_asked: list[Ask] = []


def register_hold(ask: Ask) -> None:
    _asked.append(ask)


def holds_on(societies: Collection[int], process: str, *, on: dt.date) -> dict[int, str]:
    """Why each of these societies (primary keys) is held on a day; those that are not are
    missing."""
    found: dict[int, str] = {}
    for ask in _asked:
        found = ask(societies, process, on) | found
    return found


def hold_on(society, process: str, *, on: dt.date) -> str:
    """Why one society is held on a day; '' where it is not."""
    return holds_on([society.pk], process, on=on).get(society.pk, "")
