"""What every format is brought into: sheets of cells that know where they stand."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell where it begins, with what it spans. `named` are texts in it under a name that the
    file gives them."""

    text: str
    row: int
    column: int
    address: str  # B3 in a workbook, 第1个表格第3行第2格 in Word
    rowspan: int = 1
    colspan: int = 1
    named: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        """The first column behind it."""
        return self.column + self.colspan


@dataclass(frozen=True, eq=False)
class Sheet:
    """Cells from left to right, row by row. `is_word`: empty cells stand among them, and columns
    count little, for hand-made rows have spans of their own."""

    title: str
    cells: tuple[Cell, ...]
    is_word: bool = False
    is_hidden: bool = False  # its cells were not read

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The cells that begin in each row."""
        found = defaultdict(list)
        for cell in self.cells:
            found[cell.row].append(cell)
        return dict(sorted(found.items()))

    @cached_property
    def _hanging(self) -> dict[int, list[Cell]]:
        found = defaultdict(list)
        for cell in self.cells:
            if cell.rowspan > 1 and (cell.text or self.is_word):
                for row in range(cell.row + 1, cell.row + cell.rowspan):
                    found[row].append(cell)
        return found

    def across(self, row: int) -> list[Cell]:
        """The cells that a row crosses: its own and those that hang down into it."""
        found = [*self.rows.get(row, ()), *self._hanging.get(row, ())]
        return sorted(found, key=lambda cell: cell.column)
