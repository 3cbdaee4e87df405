"""Columns of labels with rows of values below them."""

import re
from dataclasses import dataclass

from filings.papers.grid import Table
from filings.papers.reading.collecting import Entry, FoundRow
from filings.papers.reading.page import PRINTED, Page
from filings.papers.reading.sheets import Cell
from filings.papers.reading.vocabulary import Columns, even, is_serial

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
    leaves, split = _leaves(page, row, cells)
    parts = _parts(leaves)
    texts = tuple(cell.text for cell in parts[0])
    found = len(cells) > 1 and page.vocabulary.header(texts, side, table)
    if not found:
        return None
    columns, names = found
    meant = {cell: name for part in parts for cell, name in zip(part, names, strict=True) if name}
    places = [cell for cell in page.sheet.rows[row] if page.sheet.is_word and not cell.text.strip()]
    places = [cell for cell in places if cell not in page.done]
    places = sorted([*leaves, *places], key=lambda cell: cell.column)
    if not _heads_columns(page, row, places, cells, meant):
        return None
    page.done.update(dict.fromkeys([*places, *split]))
    page.collected.labels += len(meant)
    starts = [part[0].column for part in parts]
    ends = [*(cell.column for cell in places), places[-1].end][1:]
    listed = [
        Column(cell.column, end, meant.get(cell), cell.text)
        for cell, end in zip(places, ends, strict=True)
    ]
    if len(parts) == 1:
        return Listing(page, columns, listed)
    return Beside([
        Listing(
            page,
            columns,
            [place for place in listed if start <= place.start < end],
            within=(start, end),
            order=(row, number),
        )
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], 10**6], strict=True))
    ])  # fmt: skip


def _leaves(page: Page, row: int, cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The lowest labels of a header, and those that are split into labels below them: 联系方式
    over 手机 and 邮箱."""
    deepest = max((cell.rowspan for cell in cells), default=1)
    below = [cell for r in range(row + 1, row + deepest) for cell in page.sheet.rows.get(r, ())]
    leaves, split = [], []
    for cell in cells:
        under = [
            c for c in below if cell.column <= c.column and c.end <= cell.end and c.text.strip()
        ]
        is_split = cell.rowspan < deepest and len(under) > 1
        if is_split and all(page.vocabulary.exactly(c.text) for c in under):
            leaves += under
            split.append(cell)
        else:
            leaves.append(cell)
    return leaves, split


def _parts(cells: list[Cell]) -> list[list[Cell]]:
    """The labels of each part of a header that stands two or three times side by side."""
    texts = [even(cell.text) for cell in cells]
    for times in (2, 3):
        width, rest = divmod(len(texts), times)
        if width > 1 and not rest and texts == texts[:width] * times:
            return [cells[at : at + width] for at in range(0, len(cells), width)]
    return [cells]


def _heads_columns(page: Page, row: int, own: list[Cell], cells: list[Cell], labels) -> bool:
    """Whether labels stand side by side, or at least have no labels below them: those of an empty
    card do not."""
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
    `person` is the last one; only cells that begin `within` two columns are read."""

    def __init__(
        self, page: Page, columns: Columns, places: list[Column], within=(0, 10**6), order=()
    ):
        self.page, self.columns, self.places = page, columns, places
        self.within, self.order = within, order
        self.person: FoundRow | None = None
        asked = {place.name for place in places if place.name} - {columns.lead}
        known = page.collected.rows[columns.group]
        self.merges = bool(known) and asked <= columns.additions

    @property
    def start(self) -> int:
        return self.places[0].start

    def read(self, row: int) -> None:
        """A row below a header: a person, or a line that goes on with the one above."""
        across = [
            c
            for c in self.page.sheet.across(row)
            if (self.page.done.get(c) or c not in self.page.done)
            and self.within[0] <= c.column < self.within[1]
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
        is_printed = any(PRINTED.fullmatch(cell.text.strip()) for cell in own)
        return bool(alone or _TOTAL.fullmatch(first) or is_printed)

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
            order = (self.page.number, *self.order, row)
            person = self.page.collected.new_row(group, order, is_shared=is_shared)
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


@dataclass
class Beside:
    """Listings side by side under one header: the left one goes on in the right one."""

    listings: list[Listing]

    @property
    def columns(self) -> Columns:
        return self.listings[0].columns

    @property
    def start(self) -> int:
        return self.listings[0].start

    def read(self, row: int) -> None:
        for listing in self.listings:
            listing.read(row)
