"""What the scan of a file finds, on its way to a document."""

import re
from dataclasses import dataclass, field

from filings.documents import KEY, empty_document, new_row_key
from filings.fields.base import ERROR
from filings.fields.normalize import is_blank_mark
from filings.kinds import Kind
from filings.papers.html import ONE_OF_SEVERAL
from filings.papers.reading.vocabulary import BODIES, Vocabulary
from societies.office.refusals import Refused

_SOCIETY = re.compile(rf".{{2}}({BODIES})$")
_ASIDE = re.compile(r"[（(].*?[）)]|\s")


@dataclass(frozen=True)
class Source:
    """Where a text stands: the sheet's title (none in Word) and the address in it."""

    sheet: str
    address: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.address}".strip()


@dataclass(frozen=True)
class Entry:
    """A text of the file with its place; `title` is what stands over or beside it."""

    text: str
    source: Source
    title: str = ""


@dataclass
class FoundRow:
    """A row of a group. `order` is its place in the file; `is_shared`: the paper prints several
    rows in its cells, a line each."""

    order: tuple[int, ...]
    is_shared: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.entries[name].text if name in self.entries else ""


def _names_another(kept: str, text: str) -> bool:
    """Whether two texts name two societies: 蚕桑学会 is the same as 吉林省蚕桑学会（盖章）."""
    names = [_ASIDE.sub("", text) for text in (kept, text)]
    shorter, longer = sorted(names, key=len)
    letters = iter(longer)
    is_part = all(letter in letters for letter in shorter)
    return all(map(_SOCIETY.search, names)) and not is_part


class Collected:
    """Cells and rows as they are found. The first text of a cell counts; another one is shown as
    unplaced. Where the cell `society` names two, the file is refused: what else stands there may
    be of either."""

    def __init__(self, vocabulary: Vocabulary, society: str):
        self.vocabulary, self.society = vocabulary, society
        self.cells: dict[str, Entry] = {}
        self.rows: dict[str, list[FoundRow]] = {group: [] for group in vocabulary.columns}
        self.named: dict[tuple[str, int], FoundRow] = {}
        self.unplaced: list[Entry] = []
        self.labels = 0  # how many labels and names were recognized
        self.tried: set[str] = set()  # texts that were held against rewritten labels

    def put(self, name: str, entry: Entry) -> None:
        kept = self.cells.setdefault(name, entry)
        if kept.text == entry.text:
            return
        if name == self.society and _names_another(kept.text, entry.text):
            raise Refused(
                f"这个文件里有两个学会的表：“{kept.text}”（{kept.source}）和"
                f"“{entry.text}”（{entry.source}）。",
                "请每个学会单独存成一个文件；是同一个学会的，请把名称改成一样的，再重新上传。",
            )
        self.unplaced.append(entry)

    def put_in(self, row: FoundRow, name: str, entry: Entry) -> None:
        kept = row.entries.setdefault(name, entry)
        if kept is not entry and kept.text != entry.text:
            self.unplaced.append(entry)

    def new_row(self, group: str, order, *, is_shared=False) -> FoundRow:
        row = FoundRow(order, is_shared)
        self.rows[group].append(row)
        return row

    def named_row(self, group: str, number: int, order) -> FoundRow:
        """The row that a name of ours speaks of."""
        if (group, number) not in self.named:
            self.named[group, number] = self.new_row(group, (*order, number))
        return self.named[group, number]

    def document(self, kind: Kind) -> tuple[dict, dict[str, Source]]:
        """The document, and where each of its texts stands."""
        document = empty_document(self.rows)
        blank = dict.fromkeys(self.vocabulary.cells, "")
        document["cells"] = blank | {name: entry.text for name, entry in self.cells.items()}
        sources = {name: entry.source for name, entry in self.cells.items() if entry.text}
        for group, found in self.rows.items():
            blank = dict.fromkeys(self.vocabulary.columns[group].names.values(), "")
            for row in self._joined(group, found):
                if self._prints_block(group, row):
                    continue
                for part in self._lines(kind, group, row):
                    said = [entry.text for entry in part.values() if entry.text]
                    if self._is_printed(group, row, part) or all(map(is_blank_mark, said)):
                        continue  # of a group that has nobody people write 无, or strokes
                    key = new_row_key()
                    texts = {name: entry.text for name, entry in part.items()}
                    document["rows"][group].append({KEY: key, **blank, **texts})
                    for name, entry in part.items():
                        if entry.text:
                            sources[f"{group}/{key}/{name}"] = entry.source
        return document, sources

    def _joined(self, group: str, found: list[FoundRow]) -> list[FoundRow]:
        """The rows in their order. One that has a number and no name is the rest of the row with
        that number in the table."""
        lead = self.vocabulary.columns[group].lead
        numbered = {id(row): number for (of, number), row in self.named.items() if of == group}
        rows = sorted(found, key=lambda row: row.order)
        plain = [row for row in rows if id(row) not in numbered]
        for row in [row for row in rows if id(row) in numbered]:
            number = numbered[id(row)]
            if not row.text(lead) and number <= len(plain):
                for name, entry in row.entries.items():
                    self.put_in(plain[number - 1], name, entry)
                rows.remove(row)
        return rows

    def _prints_block(self, group: str, row: FoundRow) -> bool:
        """Whether the shared cells only print, a line each, the rows of our own block."""
        block = [named for (of, _), named in sorted(self.named.items()) if of == group]
        return (
            row.is_shared
            and len(block) > 1
            and all(
                self._words(group, name, entry.text)
                == self._words(
                    group, name, "\n".join(named.text(name) or ONE_OF_SEVERAL for named in block)
                )
                for name, entry in row.entries.items()
                if entry.text
            )
        )

    def _words(self, group: str, name: str, text: str) -> list[str]:
        """A text as words, without the unit that the form prints at the end of each line."""
        unit = self.vocabulary.units.get(f"{group}/*/{name}", "")
        return " ".join(line.removesuffix(unit) for line in text.split("\n")).split()

    def _is_printed(self, group: str, row: FoundRow, part: dict[str, Entry]) -> bool:
        """Whether a line of a shared cell only prints what our own block says in full."""
        if not row.is_shared or any(row is named for named in self.named.values()):
            return False
        texts = {name: entry.text for name, entry in part.items() if entry.text}
        return any(
            all(named.text(name) == text for name, text in texts.items())
            for (of, _), named in self.named.items()
            if of == group
        )

    def _lines(self, kind: Kind, group: str, row: FoundRow) -> list[dict[str, Entry]]:
        """The rows that one printed row holds: as many as its name has lines, if each is a name and
        another cell has as many."""
        lead = self.vocabulary.columns[group].lead
        names = row.text(lead).split("\n")
        field = kind.field(f"{group}/-/{lead}")
        counts = [entry.text.count("\n") for name, entry in row.entries.items() if name != lead]
        if (
            not row.is_shared
            or len(names) < 2
            or len(names) - 1 not in counts
            or any(field.read(name).kind == ERROR for name in names)
        ):
            return [row.entries]
        parts: list[dict[str, Entry]] = [{} for _ in names]
        for name, entry in row.entries.items():
            lines = entry.text.split("\n")
            if len(lines) != len(names):
                lines = [entry.text]
            for part, line in zip(parts, lines, strict=False):
                text = "" if line.strip() == ONE_OF_SEVERAL else line.strip()
                part[name] = Entry(text, entry.source)
        return parts
