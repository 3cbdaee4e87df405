"""What is put on paper: a version of a filing, a draft, or the blank form."""

from dataclasses import dataclass
from functools import cached_property

from filings.fields.offers import offers
from filings.kinds import Kind, get_kind
from filings.papers.grid import TICKED, Value
from filings.papers.marks import PageMark
from filings.papers.notes import notes_below

EMPTY = {"cells": {}, "rows": {}}


@dataclass(frozen=True)
class Edition:
    """A document of texts to print, with what stands around its tables. `mark` is printed on every
    page of a version; `title` names the file."""

    kind: Kind
    document: dict
    title: str
    notes: tuple[str, ...] = ()
    mark: PageMark | None = None

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the kind calls its groups."""
        return {
            group.name: group.label for section in self.kind.sections for group in section.groups
        }

    def rows(self, group: str) -> list[dict]:
        return self.document["rows"].get(group, [])

    def text(self, group: str, number: int, name: str) -> str:
        """A cell of the `number`th row of a group, or of a cell outside groups; '' where there is
        none."""
        if not group:
            return self.document["cells"].get(name, "")
        rows = self.rows(group)
        return rows[number - 1].get(name, "") if number <= len(rows) else ""

    @cached_property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The texts of drop-downs by path template. They propose: other text stays allowed."""
        found = {}
        for table in self.kind.tables:
            for cell in (cell for row in table.rows for cell in row.cells):
                if isinstance(cell, Value):
                    found[cell.path] = offers(self.kind.field(cell.path))
            for cell in (cell for block in table.additions for cell in block.cells):
                found[cell.path] = (TICKED,) if cell.is_box else offers(self.kind.field(cell.path))
        return {path: texts for path, texts in found.items() if texts}


def of_version(version) -> Edition:
    """A version as it was submitted."""
    filing = version.filing
    mark = PageMark.of(version)
    title = f"{filing.society}-{filing.receipt}-{version}"
    return _of(filing, version.normalized, title, mark)


def of_draft(filing, normalized: dict) -> Edition:
    """A draft in canonical spellings: without a mark, for nothing is frozen yet."""
    return _of(filing, normalized, f"{filing.society}-{filing.cycle.year}年-草稿")


def _of(filing, normalized: dict, title: str, mark: PageMark | None = None) -> Edition:
    kind = get_kind(filing.kind)
    printed = kind.printed(normalized, cycle=filing.cycle)
    return Edition(kind, printed, title, tuple(notes_below(kind, filing.cycle)), mark)


def blank(kind: Kind, cycle) -> Edition:
    """The form to fill in by hand; `cycle` (or None) gives its notes."""
    return Edition(
        kind, EMPTY, f"{kind.label}-空白表", tuple(notes_below(kind, cycle)) if cycle else ()
    )
