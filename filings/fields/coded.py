"""Cells whose value is a row of a code table."""

import re
from functools import lru_cache

from filings.fields import columns
from filings.fields.base import CONFIRMED, CellContext, CellField, Choice, Reading, ask, ok
from filings.fields.normalize import half, shown, squeeze, strip_label
from societies.codes import Coded, Table, fold

SEPARATORS = re.compile(r"[/、,;+&|\s]|和|及|与|或|兼")
_WITH_CODE = re.compile(r"(\d{1,3})[-.、:]?(\D+)|(\D+?)[-.、:]?(\d{1,3})")
_BRACKETS = re.compile(r"[\[【〔{]"), re.compile(r"[\]】〕}]")
_REMARK = re.compile(r"([^()]+)\(([^()]*)\)?")
_UNSURE = re.compile(r"\?+$|^(约|大约|大概|可能|应该?是?|好像是?|估计|疑似?)")
_NEGATION = re.compile(r"[非不未无没原前拟曾]$")
_TRAILING = " 。.,;:、!！-—"
_FLOAT = re.compile(r"(\d+)\.0+")
_TICK = re.compile(r"[☑☒√✓✔■●◉]|\([√✓v]\)", re.I)
_BOX = re.compile(rf"({_TICK.pattern}|[□☐○◯]|\( *\))", re.I)
# Below this length a name within other text is chance.
_SHORTEST_NAME = 2


class CodedField(CellField):
    """A cell that names a row of `table()`. Clean value: the row's code."""

    labels: tuple[str, ...] = ()

    def table(self) -> Table:
        raise NotImplementedError

    def display(self, value) -> str:
        return self.table().name(value) if value else ""

    def understand(self, text: str, context: CellContext) -> Reading:
        plain = _plain(text)
        plain = strip_label(plain, *self.labels)
        ticked = _ticked(plain)
        if ticked == "":
            return self.refuse(text, "没有勾选，或者勾选了几项")
        plain = ticked or plain
        return (
            self.whole(plain, text)
            or self.special(plain, text)
            or self.with_remark(plain, text)
            or self.several(plain, text)
            or self.unsure(plain, text)
            or self.within(plain, text)
            or self.misspelt(plain, text)
            or self.refuse(text, columns.misplaced(text, self.what))
        )

    def find(self, spelling: str) -> Coded | None:
        """The row that a spelling means beyond doubt."""
        return self.table().meaning.get(fold(spelling))

    def whole(self, plain: str, text: str) -> Reading | None:
        """The text is one spelling, known or known to be doubtful."""
        if row := self.find(plain):
            return ok(row.code)
        if rows := self.table().asked.get(fold(plain)):
            return self.ask_rows(text, rows)
        if plain.isascii() and plain.isdigit() and (row := self.table().get(f"0{plain}")):
            # A sheet has taken the zero off a code.
            return self.ask_rows(text, [row])
        if match := _WITH_CODE.fullmatch(plain):
            # The code together with the name: 01汉族.
            row = self.find(match[2] or match[3])
            if row and row == self.find(match[1] or match[4]):
                return ok(row.code)
        return None

    def special(self, plain: str, text: str) -> Reading | None:
        """What only this table's cells show."""
        return None

    def with_remark(self, plain: str, text: str) -> Reading | None:
        """A spelling with a remark in brackets: idle if it says the same, else asked about."""
        match = _REMARK.fullmatch(plain)
        if not match:
            return None
        main, remark = self.find(match[1]), match[2].strip()
        if main and (not remark or self.find(remark) == main or self.is_idle(remark, main)):
            return ok(main.code)
        rows = [main] if main else list(self.table().asked.get(fold(match[1]), ()))
        other = self.find(remark)
        rows += [other] if other and other not in rows else []
        return self.ask_rows(text, self.ranked(rows)) if rows else None

    def is_idle(self, remark: str, row: Coded) -> bool:
        """Whether a remark adds nothing to the row."""
        return False

    def several(self, plain: str, text: str) -> Reading | None:
        """Several spellings in one cell: the same row is fine, two rows are asked about."""
        parts = [part for part in SEPARATORS.split(half(text)) if part.strip()]
        if not 2 <= len(parts) <= 5:
            return None
        rows, unknown = [], 0
        for part in parts:
            row = self.find(part)
            found = [row] if row else self.table().asked.get(fold(part), ())
            rows += [row for row in found if row not in rows]
            unknown += not row
        if len(rows) == 1 and not unknown:
            return ok(rows[0].code)
        return self.ask_rows(text, self.ranked(rows)) if rows else None

    def ranked(self, rows: list) -> list:
        """Rows of one cell, the likeliest first."""
        return rows

    def unsure(self, plain: str, text: str) -> Reading | None:
        sure = _UNSURE.sub("", plain).strip()
        if sure == plain or not sure:
            return None
        row = self.find(sure)
        return self.ask_rows(text, [row] if row else ()) if row else None

    def misspelt(self, plain: str, text: str) -> Reading | None:
        """A slip of the input method: the same sound, or one character off, of exactly one row."""
        if not 1 <= len(plain) <= 12 or plain.isascii() or columns.misplaced(plain, self.what):
            return None
        rows = _alike(self.table(), fold(plain))
        return self.ask_rows(text, rows) if len(rows) == 1 else None

    def within(self, plain: str, text: str) -> Reading | None:
        """A known name inside other words."""
        folded = fold(plain)
        best = ""
        for spelling in self.table().known:
            at = folded.find(spelling)
            if (
                at >= 0
                and len(spelling) >= max(_SHORTEST_NAME, len(best) + 1)
                and not spelling.isascii()
                and not _NEGATION.search(folded[:at])
            ):
                best = spelling
        return self.ask_rows(text, self.table().known[best]) if best else None

    def ask_rows(self, text: str, rows, *, propose=True, message="") -> Reading:
        choices = [self.choice_of(row) for row in rows]
        message = message or f"“{shown(text)}”是指哪一项{self.what}？"
        return ask(message, choices, propose=propose)

    def choice_of(self, row: Coded) -> Choice:
        """The choice of a row. A name that would be asked about again is marked CONFIRMED."""
        name = self.display(row.code)
        return Choice(row.code, name if self.find(name) == row else name + CONFIRMED, name)


def _plain(text: str) -> str:
    """Half-width, with round brackets only, without what stands around a word by accident."""
    plain = half(text)
    plain = _BRACKETS[1].sub(")", _BRACKETS[0].sub("(", plain))
    plain = plain.strip(_TRAILING).strip("'\"“”‘’「」『』《》<>")
    if plain.startswith("(") and plain.find(")") == len(plain) - 1:
        plain = plain[1:-1]
    plain = _FLOAT.sub(r"\1", plain) if _FLOAT.fullmatch(plain) else plain
    return squeeze(plain) if not plain.isascii() else plain.strip()


def _ticked(plain: str) -> str | None:
    """The word at the one ticked box of several; empty where none or several are ticked, None for
    other texts."""
    pieces = [piece for piece in _BOX.split(squeeze(plain)) if piece.strip("/、,;")]
    # Boxes stand before their words if the first piece is one.
    first = 0 if pieces and _BOX.fullmatch(pieces[0]) else 1
    boxes, words = pieces[first::2], pieces[1 - first :: 2]
    if len(boxes) < 2 or len(boxes) != len(words) or not all(map(_BOX.fullmatch, boxes)):
        return None
    ticked = [word for box, word in zip(boxes, words, strict=True) if _TICK.fullmatch(box)]
    return ticked[0].strip("/、,;") if len(ticked) == 1 else ""


@lru_cache(maxsize=8192)
def _sound(text: str) -> tuple[str, ...]:
    # The tables of sounds are big: they are loaded when a cell is first misspelt.
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def _alike(table: Table, folded: str) -> list[Coded]:
    """Rows with a spelling of the same sound; without any, those with one character changed."""
    sound = _sound(folded)
    same = [
        (spelling, rows)
        for spelling, rows in table.known.items()
        if len(spelling) == len(folded) and not spelling.isascii()
    ]
    found = [row for spelling, rows in same if _sound(spelling) == sound for row in rows]
    # Of two characters only a full name is near enough: 汉簇, but not 东北 for 东乡.
    found = found or [
        row
        for spelling, rows in same
        if sum(a != b for a, b in zip(spelling, folded, strict=True)) == 1
        for row in rows
        if len(folded) > 2 or spelling == fold(row.name)
    ]
    return list(dict.fromkeys(found))
