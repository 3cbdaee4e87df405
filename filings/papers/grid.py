"""The official tables as data. A room writes its tables down in its `grids.py`; outputs ask them.

A path template is a cell path whose row key is open: `organizations/*/party_org_type`. What stands
for the star depends on where the cell stands:

- in a row with `each="council"`: the row's person; the grid row repeats;
- in a table with `each="cadres"`: the page's person; the whole table repeats;
- elsewhere: all rows of the group, printed in the one cell, in the table's `order`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

TICKED = "是"  # how a ticked box prints
NO_ORDER: Mapping[str, Callable[[dict], object]] = {}


@dataclass(frozen=True)
class Label:
    """A printed label; a line feed in its text is a forced line break.

    `is_addition`: it heads a column that the official table lacks.
    """

    text: str
    colspan: int = 1
    rowspan: int = 1
    is_addition: bool = False

    @property
    def plain(self) -> str:
        return self.text.replace("\n", "")


@dataclass(frozen=True)
class Value:
    """A cell for a value. `unit` stands at its right end always, `blank` only while it is empty.

    `seal`: the society's seal goes here. `tall`: text of several lines, from the top left corner.
    """

    path: str
    colspan: int = 1
    rowspan: int = 1
    unit: str = ""
    blank: str = ""
    seal: bool = False
    tall: bool = False


@dataclass(frozen=True)
class Serial:
    """A cell for the number of its row, counted by the output."""

    colspan: int = 1
    rowspan: int = 1


Cell = Label | Value | Serial


@dataclass(frozen=True)
class Row:
    """A row of `height` mm.

    `each`: it repeats for the rows of that group, on paper at least `minimum` times.
    `heads`: printed again at the top of every page that the table runs over.
    """

    height: int
    cells: tuple[Cell, ...]
    each: str = ""
    minimum: int = 0
    heads: bool = False


@dataclass(frozen=True)
class Addition:
    """A cell that the system adds and the official table lacks."""

    label: str
    path: str
    is_box: bool = False


@dataclass(frozen=True)
class Additions:
    """Additions printed below the table: one line, or one for each row of `group`.

    A line begins with `title` and with the text of `lead`.
    """

    cells: tuple[Addition, ...]
    group: str = ""
    title: str = ""
    lead: str = ""  # path template of what names the row: a person's name, an organization's type


@dataclass(frozen=True, eq=False)
class Table:
    """One official table, equal to itself alone. `columns` are widths in per cent; `line` stands
    above it, at the left.

    `order` gives, by group, a sort key of a document's row: how rows follow that share a cell.
    """

    name: str  # for addresses and workbooks: table1
    title: str
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    each: str = ""
    line: tuple[Label, Value] | None = None
    additions: tuple[Additions, ...] = ()
    order: Mapping[str, Callable[[dict], object]] = field(default_factory=lambda: NO_ORDER)

    @property
    def roster(self) -> Row | None:
        """The row that repeats, if one does."""
        return next((row for row in self.rows if row.each), None)


def plain_table(name: str, title: str, schema: type, units: Mapping[str, str]) -> Table:
    """A table for a kind that has no official one: each cell of its schema with its label, below
    the society's name. `units` go by the names of cells."""
    rows = [
        Row(
            40 if field.is_tall else 13,
            (Label(field.label), Value(path, 3, unit=units.get(path, ""), tall=field.is_tall)),
        )
        for path, field in schema.base_fields.items()
    ]
    line = (Label("学会（盖章）："), Value("society", seal=True))
    return Table(name, title, columns=(16, 34, 16, 34), rows=tuple(rows), line=line)


@dataclass(frozen=True)
class Placed:
    """A cell with its row and column, both from 0. `continued`: the cell began in a row above."""

    row: int
    column: int
    cell: Cell
    continued: bool = False


def split(path: str) -> tuple[str, str]:
    """('organizations', 'party_org_type') of a path template; ('', 'society') of 'society'."""
    group, _, name = path.rpartition("/*/")
    return group, name


def placed(table: Table) -> Iterator[Placed]:
    """Every cell where it stands, row by row; one that spans rows once in each of them."""
    # By column, a cell from above and how many rows it still covers.
    hanging: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(table.rows):
        cells = iter(row.cells)
        column = 0
        while column < len(table.columns):
            if column in hanging:
                cell, left = hanging.pop(column)
                yield Placed(number, column, cell, continued=True)
            else:
                cell = next(cells)
                left = cell.rowspan
                yield Placed(number, column, cell)
            if left > 1:
                hanging[column] = (cell, left - 1)
            column += cell.colspan


@cache
def with_additions_in_roster(table: Table) -> Table:
    """The table with the additions to its roster as columns, of no width, instead of below it."""
    roster = table.roster
    if roster is None:
        return table
    added = [
        cell for block in table.additions if block.group == roster.each for cell in block.cells
    ]
    labels = tuple(Label(cell.label, is_addition=True) for cell in added)
    values = tuple(Value(cell.path) for cell in added)
    return replace(
        table,
        columns=table.columns + (0,) * len(added),
        rows=tuple(
            replace(row, cells=row.cells + (values if row.each else labels)) for row in table.rows
        ),
        additions=tuple(block for block in table.additions if block.group != roster.each),
    )


@cache
def value_names(table: Table) -> list[list[str]]:
    """For each row what its value cells are called: by the label at their left, else above."""
    names = [[] for _ in table.rows]
    above: dict[int, str] = {}
    beside = ""
    for place in placed(table):
        if place.column == 0 or place.continued:
            beside = ""
        if place.continued:
            continue
        if isinstance(place.cell, Label):
            beside = place.cell.plain
            columns = range(place.column, place.column + place.cell.colspan)
            above.update(dict.fromkeys(columns, beside))
        else:
            names[place.row].append(beside or above[place.column])
            beside = ""
    return names
