"""What differs between two documents, cell by cell and row by row: rows are the same by their key,
whatever their order."""

from dataclasses import dataclass, field

from filings.documents import KEY, is_blank


@dataclass(frozen=True)
class Differences:
    """`cells` maps the paths of changed cells to (old, new) texts; `added` and `removed` are rows
    as (group, row) pairs, in the order of their document."""

    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    added: list[tuple[str, dict]] = field(default_factory=list)
    removed: list[tuple[str, dict]] = field(default_factory=list)

    def __len__(self) -> int:
        """Changed cells; a row that came or went counts as one."""
        return len(self.cells) + len(self.added) + len(self.removed)


def compare(old: dict, new: dict) -> Differences:
    """From `old` to `new`. Both in canonical spellings, so that another spelling is no
    difference."""
    found = Differences()
    _compare_cells("", old["cells"], new["cells"], found)
    for group in [*new["rows"], *(group for group in old["rows"] if group not in new["rows"])]:
        before = _by_key(old["rows"].get(group, []))
        after = _by_key(new["rows"].get(group, []))
        for key, row in after.items():
            if key in before:
                _compare_cells(f"{group}/{key}/", before[key], row, found)
            else:
                found.added.append((group, row))
        found.removed.extend((group, row) for key, row in before.items() if key not in after)
    return found


def _by_key(rows: list[dict]) -> dict[str, dict]:
    return {row[KEY]: row for row in rows if not is_blank(row)}


def _compare_cells(prefix: str, old: dict, new: dict, found: Differences) -> None:
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(name, ""), new.get(name, "")
        if name != KEY and was != now:
            found.cells[f"{prefix}{name}"] = (was, now)
