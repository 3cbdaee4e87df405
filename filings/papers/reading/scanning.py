"""Finding the cells of the official tables in a sheet, by our names or by the labels around them.

Whatever a stranger did to the form, its labels stay: beside a label stands its value, under a row
of labels stand rows of values. Both are read where they are found, in any order.
"""

import re

from filings.papers.grid import Table, split
from filings.papers.names import parse_name
from filings.papers.reading.collecting import Collected, Entry, FoundRow, Source
from filings.papers.reading.listing import Listing, find_listing
from filings.papers.reading.page import UNTICKED, Page, template
from filings.papers.reading.sheets import Cell, Sheet
from filings.papers.reading.vocabulary import Columns, Vocabulary, even

# A hundred texts of a form stand where a label might; looking at more of them closely takes time.
MOST_TRIED = 2000


class Scan(Page):
    """One sheet on its way into what was collected."""

    def __init__(self, sheet: Sheet, number: int, vocabulary: Vocabulary, collected: Collected):
        super().__init__(sheet, number, vocabulary, collected)
        self.table: Table | None = vocabulary.title(sheet.title)
        self.side, self.side_ends = "", 0  # the group at whose block in Table 1 we are
        self.side_row: FoundRow | None = None
        self.listing: Listing | None = None
        self.cards: list[FoundRow] = []  # side by side
        self.shared: dict[str, FoundRow] = {}

    def run(self) -> None:
        before = self.collected.labels
        for cell in self.sheet.cells:
            self.take_named(cell)
        strays: list[Entry] = []
        kept, self.collected.unplaced = self.collected.unplaced, strays
        for row in self.sheet.rows:
            self.read_row(row)
        if self.collected.labels == before and strays and not self.sheet.is_word:
            whole = f"这个工作表没有认出表格，共 {len(strays)} 格内容"
            strays = [Entry(whole, Source(self.sheet.title, ""))]
        self.collected.unplaced = kept + strays

    # Cells with names

    def take_named(self, cell: Cell) -> None:
        """Place a cell by the names in it, if they tell all that stands there."""
        if not cell.named:
            return
        known = [(parse_name(name), text) for name, text in cell.named]
        known = [(place, text) for place, text in known if place and self.has(*place)]
        if not known:
            return
        if known[0][1] != cell.text and self.rest(cell, known):
            return
        for (group, number, name), text in known:
            self.collected.labels += 1
            text = text.strip()
            entry = self.entry(cell, self.tick(template(group, name), text))
            if not entry.text and text and not UNTICKED.fullmatch(text):
                self.collected.unplaced.append(self.entry(cell, text))
            row = None
            if not group:
                self.collected.put(name, entry)
            else:
                row = self.collected.named_row(group, number, self.order(cell.row))
                self.collected.put_in(row, name, entry)
            self.done[cell] = row

    def rest(self, cell: Cell, known) -> str:
        """What stands in a cell beside the texts under its names."""
        rest = even(cell.text)
        for _, text in known:
            rest = rest.replace(even(text), "", 1)
        return self.value(rest.strip("—"), "")

    def has(self, group: str, number: int, name: str) -> bool:
        if not group:
            return name in self.vocabulary.singles.values()
        columns = self.vocabulary.columns.get(group)
        return columns is not None and name in columns.names.values()

    # Rows, one after the other

    def read_row(self, row: int) -> None:
        cells = [cell for cell in self.sheet.rows[row] if cell.text.strip()]
        cells = [cell for cell in cells if not self.is_title(cell)]
        if not cells:
            return
        if self.side and row > self.side_ends:
            self.side = ""
        if group := self.side_of(cells, row):
            cells = cells[1:]
            self.side, self.side_row, self.listing = group, None, None
        if cells and (found := find_listing(self, row, cells, self.side, self.table)):
            self.listing = found
        elif self.listing and not (self.ends_block(cells[0]) or self.begins_with_label(cells)):
            self.listing.read(row)
        elif cells:
            self.read_pairs(row)

    def is_title(self, cell: Cell) -> bool:
        table = None if cell in self.done else self.vocabulary.title(cell.text)
        if table is None or self.vocabulary.exactly(cell.text):
            return False
        self.table, self.listing, self.side, self.cards = table, None, "", []
        self.collected.labels += 1
        return True

    def side_of(self, cells: list[Cell], row: int) -> str:
        """The group whose label stands at the side of a block, in the first cell of a row."""
        first = cells[0]
        group = self.vocabulary.side(first.text) if first not in self.done else ""
        is_label = len(cells) > 1 and self.vocabulary.exactly(cells[1].text)
        if not group or not (is_label or len(cells) == 1 and first.rowspan > 1):
            return ""
        self.done[first] = None
        self.side_ends = max(row + first.rowspan - 1, row + 1)
        return group

    def ends_block(self, first: Cell) -> bool:
        """Whether a text stands where the label at the side of the listing's block stood: another
        label, however it is written."""
        return (
            bool(self.listing.columns.side)
            and first not in self.done
            and first.column < self.listing.start
            and not self.vocabulary.side(first.text)
        )

    def begins_with_label(self, cells: list[Cell]) -> bool:
        first = cells[0]
        if first in self.done:
            return False
        head, _, rest = first.text.replace(":", "：").partition("：")
        label = head if rest.strip() else first.text
        if even(label) in self.listing.columns.names:
            return len(cells) > 1 or bool(rest.strip())
        is_ours = self.vocabulary.exactly(label) or self.vocabulary.in_block(label)
        return bool(is_ours or self.line_path(first.text))

    # Labels with their value beside them

    def read_pairs(self, row: int) -> None:
        self.listing = None
        labels = self.labels_of(row)
        seen: dict[str, int] = {}
        ends = [*(label.column for label, _ in labels), 10**6][1:]
        placed: set[Cell] = set()
        for (label, path), end in zip(labels, ends, strict=True):
            pieces = self.pieces(label, end)
            placed.update(pieces)
            count = seen[path] = seen.get(path, 0) + 1
            self.collected.labels += 1
            self.put_value(path, label, pieces, count)
        left = [c for c in self.sheet.rows[row] if c not in placed and c not in self.done]
        self.stray([cell for cell in left if not self.line(cell)])

    def labels_of(self, row: int) -> list[tuple[Cell, str]]:
        found: list[tuple[Cell, str]] = []
        before: Cell | None = None
        for cell in self.sheet.rows[row]:
            if not cell.text.strip() or cell in self.done:
                continue
            follows = before is not None and before.end == cell.column
            match = self.vocabulary.exactly if follows else self.roughly
            path = self.vocabulary.in_block(cell.text) and cell.text or match(cell.text)
            if follows and path in self.vocabulary.boxes:
                path = None  # 秘书处没有党员 may be the reason itself
            if not path and (side := self.side_name(cell)):
                path = template(*side)
            if path:
                found.append((cell, path))
                self.done[cell] = None
            before = cell if path else None
        return found

    def roughly(self, text: str) -> str | None:
        tried = self.collected.tried
        if len(tried) >= MOST_TRIED and text not in tried:
            return self.vocabulary.exactly(text)
        tried.add(text)
        return self.vocabulary.roughly(text)

    def pieces(self, label: Cell, end: int) -> list[Cell]:
        """The cells that hold the value of a label, up to the next one."""
        rows = range(label.row, label.row + label.rowspan)
        cells = [
            cell
            for row in rows
            for cell in self.sheet.rows.get(row, ())
            if label.end <= cell.column < end and cell.text.strip() and cell not in self.done
        ]
        at, joined = None, []
        for cell in cells:
            if at is None or cell.row > at.row or cell.column == at.end or self.sheet.is_word:
                joined.append(cell)
                at = cell
        return joined

    def put_value(self, path: str, label: Cell, pieces: list[Cell], count: int) -> None:
        if numbered := self.vocabulary.in_block(label.text):
            return self.put_numbered(*numbered, label, pieces)
        group, name = split(path)
        source = self.source(pieces[0] if pieces else label)
        if group and (side := self.side_name(label)):
            group, name = side
            path = template(group, name)
        entry = Entry(self.joined(group, name, pieces), source)
        self.done.update(dict.fromkeys(pieces))
        if not group:
            if pieces or name not in self.collected.cells:
                self.collected.put(name, entry) if entry.text else None
            return
        row = self.row_for(group, name, label, count)
        if entry.text:
            self.collected.put_in(row, name, entry)

    def put_numbered(self, group, number, name, label: Cell, pieces: list[Cell]) -> None:
        if text := self.joined(group, name, pieces):
            row = self.collected.named_row(group, number, self.order(label.row))
            self.collected.put_in(row, name, Entry(text, self.source(pieces[0])))
        self.done.update(dict.fromkeys(pieces))

    def side_name(self, label: Cell) -> tuple[str, str] | None:
        """The cell of a block's group that a label means, where its labels stand beside values."""
        columns = self.vocabulary.columns.get(self.side)
        name = columns and columns.names.get(even(label.text))
        return (self.side, name) if name else None

    def row_for(self, group: str, name: str, label: Cell, count: int) -> FoundRow:
        columns = self.vocabulary.columns[group]
        order = self.order(label.row)
        if group == self.side:
            self.side_row = self.side_row or self.collected.new_row(group, order)
            return self.side_row
        if self.is_card(columns):
            if name == columns.lead and (count == 1 or len(self.cards) < count):
                self.cards = [] if count == 1 else self.cards
                self.cards.append(self.collected.new_row(group, (*order, count)))
            while len(self.cards) < count:
                self.cards.append(self.collected.new_row(group, (*order, len(self.cards))))
            return self.cards[count - 1]
        if group not in self.shared:
            self.shared[group] = self.collected.new_row(group, order, is_shared=True)
        return self.shared[group]

    def is_card(self, columns: Columns) -> bool:
        return any(table.each == columns.group for table in self.vocabulary.tables)

    def line(self, cell: Cell) -> bool:
        """Take a cell that holds its label and its value: 学会（盖章）：吉林省物理学会."""
        head, colon, rest = cell.text.replace(":", "：").partition("：")
        path = self.line_path(cell.text)
        if not path and colon and rest.strip():
            path = self.vocabulary.exactly(head)
        if not path or not colon:
            return False
        self.collected.labels += 1
        group, name = split(path)
        entry = self.entry(cell, self.value(rest, path))
        if not entry.text:
            return True
        if group:
            self.collected.put_in(self.row_for(group, name, cell, 1), name, entry)
        else:
            self.collected.put(name, entry)
        return True

    def line_path(self, text: str) -> str:
        """The cell that stands in the line above a table; empty for other texts."""
        head, colon, _ = text.replace(":", "：").partition("：")
        bare = re.sub(r"[（(].*?[）)]|\s", "", head)
        return self.vocabulary.lines.get(bare, "") if colon else ""
