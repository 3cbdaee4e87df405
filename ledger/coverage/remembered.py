"""Today's numbers as this process counted them last, group of societies by group; only groups that
changed since are counted again (docs/decisions/0015)."""

from collections.abc import Callable, Iterable

# What was counted, and the group → the revision and the rows. One entry each, whatever the day.
_counted: dict[tuple, tuple[tuple, list[dict]]] = {}


def rows(
    what: tuple, key: tuple, revisions: dict[int, tuple], read: Callable[[list[int]], Iterable]
) -> list[dict]:
    """The rows that `read` gives for all groups together. It is called for groups that changed and
    names the group of each row; `key` is what the numbers depend on beside the ledger."""
    current = {group: (key, revision) for group, revision in revisions.items()}
    found = {group: _counted.get((*what, group)) for group in current}
    changed = [
        group for group, known in found.items() if known is None or known[0] != current[group]
    ]
    if changed:
        fresh: dict[int, list] = {group: [] for group in changed}
        for row in read(changed):
            fresh[row.pop("society_group")].append(row)
        for group, its_rows in fresh.items():
            found[group] = _counted[(*what, group)] = (current[group], its_rows)
    return [row for _, its_rows in found.values() for row in its_rows]
