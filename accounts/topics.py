"""What a notification belongs to, and whether somebody may still see that: 'filing:12'. The room
that owns a sort of things says so in its `ready()`."""

from collections import defaultdict
from collections.abc import Callable, Iterable

# user, keys → those of the keys that the user may see; by the word before the colon.
_seen_by: dict[str, Callable[[object, list[str]], Iterable]] = {}


def register(sort: str, seen_by: Callable[[object, list[str]], Iterable]) -> None:
    _seen_by[sort] = seen_by


def check(topic: str) -> None:
    """Raise KeyError where nobody could say who sees a topic."""
    if topic:
        _seen_by[topic.partition(":")[0]]


def visible(user, topics: Iterable[str]) -> set[str]:
    """Those topics that a user may see; what has none is for its recipient alone."""
    keys = defaultdict(list)
    for topic in set(topics) - {""}:
        sort, _, key = topic.partition(":")
        keys[sort].append(key)
    found = {""}
    for sort, wanted in keys.items():
        found |= {f"{sort}:{key}" for key in _seen_by[sort](user, wanted)}
    return found
