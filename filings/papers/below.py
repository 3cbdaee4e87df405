"""What our files ask below an official table: the additions, and every column of rows that share
one official cell. Excel and Word write the same lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from filings.papers.editions import Edition
from filings.papers.grid import Additions, Table, Value, split, value_names

TITLE = "系统增补（不属官方表格）："


@dataclass(frozen=True)
class Line:
    """A label and the cell that it asks: a path template, and the row's place in its group from 1
    (0 outside groups)."""

    label: str
    path: str
    number: int
    is_box: bool = False


def is_shared(edition: Edition, path: str, bound: dict) -> bool:
    """Whether several rows share the official cell: it is then no input."""
    group = split(path)[0]
    return bool(group) and group not in bound and len(edition.rows(group)) > 1


def shared_texts(edition: Edition, table: Table, path: str) -> list[str]:
    """The texts of a shared cell, one for each row in the table's order; none where all are
    empty."""
    group, name = split(path)
    rows = edition.rows(group)
    if group in table.order:
        rows = sorted(rows, key=table.order[group])
    texts = [row.get(name, "") for row in rows]
    return texts if any(texts) else []


def lines(edition: Edition, table: Table, bound: dict, *, is_first: bool) -> Iterator[Line]:
    """The lines below a table, or below a card of it. `bound` gives by group the number of the row
    that the card is about; what stands once stands below the first card."""
    for block in table.additions:
        if not block.group:
            cells = block.cells if is_first else ()
            yield from (Line(cell.label, cell.path, 0, cell.is_box) for cell in cells)
        elif block.group in bound:
            number = bound[block.group]
            yield from (Line(cell.label, cell.path, number) for cell in block.cells)
        else:
            yield from _of_rows(edition, table, block)


def _of_rows(edition: Edition, table: Table, block: Additions) -> Iterator[Line]:
    title = edition.labels[block.group]
    cells = [(cell.label, cell.path) for cell in block.cells]
    count = len(edition.rows(block.group))
    if table.roster and table.roster.each == block.group:
        count = max(count, table.roster.minimum)
    elif count > 1:
        cells = _official_cells(table, block.group) + cells
    for number in range(1, max(count, 1) + 1):
        numbered = f"{title} {number}" if count > 1 else title
        for label, path in cells:
            yield Line(f"{numbered} {label}", path, number)


def _official_cells(table: Table, group: str) -> list[tuple[str, str]]:
    """(name, path) of a group's cells in the official table."""
    return [
        (name, cell.path)
        for row, names in zip(table.rows, value_names(table), strict=True)
        for cell, name in zip([c for c in row.cells if isinstance(c, Value)], names, strict=True)
        if split(cell.path)[0] == group
    ]
