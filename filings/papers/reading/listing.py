"""Columns of labels with rows of values below them."""

import re
from dataclasses import dataclass

from filings.papers.grid import Table
from filings.papers.reading.collecting import Entry, FoundRow
from filings.papers.reading.page import PRINTED, Page
from filings.papers.reading.sheets import Cell
from filings.papers.reading.vocabulary import Columns, is_serial

_TOTAL = re.compile(r"[合总小共]\s*计[:：]?|填表人.*|制表人.*|审核人.*")


@dataclass
class Column:
    start: int
    end: int
    name: str | None  # None: a column that we do not have
    title: str


def find_listing(page: Page, row: int, cells: list[Cell], side: str, table: Table | None):
    """The listing whose header a row is, or None. `side` and `table` say where the row stands."""
    cells = [cell for cell in cells if cell not in page.done]
    texts = tuple(cell.text for cell in cells)
    found = len(cells) > 1 and page.vocabulary.header(texts, side, table)
    if not found:
        return None
    columns, names = found
    meant = {cell: name for cell, name in zip(cells, names, strict=True) if name}
    if not _heads_columns(page, row, cells, meant):
        return None
    places = [cell for cell in page.sheet.rows[row] if cell in cells or page.sheet.is_word]
    places = [cell for cell in places if cell not in page.done]
    page.done.update(dict.fromkeys(places))
    page.collected.labels += len(meant)
    ends = [*(cell.column for cell in places), places[-1].end][1:]
    return Listing(
        page,
        columns,
        [
            Column(cell.column, end, meant.get(cell), cell.text)
            for cell, end in zip(places, ends, strict=True)
        ],
    )


def _heads_columns(page: Page, row: int, cells: list[Cell], labels) -> bool:
    """Whether labels stand side by side, or at least have no labels below them: those of an empty
    card do not."""
    own = [cell for cell in page.sheet.rows[row] if cell in cells or page.sheet.is_word]
    beside = sum(
        left in labels and right in labels and left.end == right.column
        for left, right in zip(own, own[1:], strict=False)
    )
    if beside >= max(1, len(labels) // 2):
        return True
    below = next((r for r in page.sheet.rows if r > row), None)
    under = page.sheet.rows.get(below, ())
    alone = not any(page.vocabulary.exactly(cell.text) for cell in under)
    return alone and len(labels) > 2 and len(labels) == len(cells)


class Listing:
    """The rows below one header. With `merges` they are additions to rows that are known already.
    `person` is the last one."""

    def __init__(self, page: Page, columns: Columns, places: list[Column]):
        self.page, self.columns, self.places = page, columns, places
        self.person: FoundRow | None = None
        asked = {place.name for place in places if place.name} - {columns.lead}
        known = page.collected.rows[columns.group]
        self.merges = bool(known) and asked <= columns.additions

    def read(self, row: int) -> None:
        """A row below a header: a person, or a line that goes on with the one above."""
        across = [
            c
            for c in self.page.sheet.across(row)
            if self.page.done.get(c) or c not in self.page.done
        ]
        own = [cell for cell in across if cell.row == row and cell.text.strip()]
        places = self.places
        if self.is_remark(own):
            return self.page.stray(own)
        by_number = self.page.sheet.is_word and len(across) == len(places)
        values, goes_on = {}, False
        for index, cell in enumerate(across):
            place = places[index] if by_number else self.place_of(cell)
            if place is None or place.name is None:
                if cell.row == row and not (place and is_serial(place.title)):
                    self.page.stray([cell], place.title if place else "")
                continue
            goes_on |= cell.row < row and place.name == self.columns.lead
            values.setdefault(place.name, []).append(cell)
        if any(
            cell.row == row and cell.text.strip() for found in values.values() for cell in found
        ):
            self.put(row, values, goes_on)

    def is_remark(self, own: list[Cell]) -> bool:
        """A sum, a signature, or one text across several columns."""
        if not own:
            return False
        first = own[0].text.strip()
        width = sum(place.start >= own[0].column and place.end <= own[0].end
                    for place in self.places)  # fmt: skip
        alone = len(own) == 1 and own[0].row and width > 1
        return bool(alone or _TOTAL.fullmatch(first) or PRINTED.fullmatch(first))

    def place_of(self, cell: Cell) -> Column | None:
        return next((p for p in self.places if p.start <= cell.column < p.end), None)

    def put(self, row: int, values: dict[str, list[Cell]], goes_on: bool) -> None:
        group = self.columns.group
        texts = {
            name: Entry(self.page.joined(group, name, cells), self.page.source(cells[0]))
            for name, cells in values.items()
            if not all(cell in self.page.done for cell in cells)
        }
        named = (self.page.done.get(cell) for cells in values.values() for cell in cells)
        person = next((found for found in named if found), None)
        if goes_on and self.person:
            self.go_on(texts, row)
            return
        if person is None and self.merges:
            person = self.known_person(texts)
        if person is None:
            is_shared = self.page.vocabulary.columns[group].side != ""
            person = self.page.collected.new_row(group, self.page.order(row), is_shared=is_shared)
        for name, entry in texts.items():
            if not (self.merges and name == self.columns.lead and name in person.entries):
                self.page.collected.put_in(person, name, entry)
        self.person = person

    def go_on(self, texts: dict[str, Entry], row: int) -> None:
        """A second line of a person whose name spans both."""
        for name, entry in texts.items():
            before = self.person.entries.get(name)
            if entry.text and name != self.columns.lead:
                if before is None or not before.text:
                    self.person.entries[name] = entry
                elif entry.source != before.source:
                    text = f"{before.text}\n{entry.text}"
                    self.person.entries[name] = Entry(text, before.source)

    def known_person(self, texts: dict[str, Entry]) -> FoundRow | None:
        """Whom a row of additions is about: the first of that name without them."""
        lead = self.columns.lead
        rows = self.page.collected.rows[self.columns.group]
        for row in rows:
            same = lead not in texts or row.text(lead) == texts[lead].text
            if same and not any(name in row.entries for name in texts if name != lead):
                return row
        return None
