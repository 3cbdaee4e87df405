"""The cells of an .xlsx, parsed event by event.

A library that loads whole workbooks takes minutes and gigabytes for a small file that declares a
million styles, names or empty rows. Here only sheets, cells, merges, number formats and names are
looked at, all of them counted; what else stands in a file is passed over.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import join, normpath
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from societies.office.refusals import damaged, too_large

# A roster of 2,000 people has 14,000 texts; blank cells with borders are no work, but a limit too.
MOST_TEXTS, MOST_CELLS, MOST_MERGED = 20_000, 200_000, 200_000
TOO_MANY_TEXTS = f"里有 {MOST_TEXTS} 格以上内容"
MOST_ELEMENTS = 400_000
MOST_ROWS, MOST_COLUMNS = 2**20, 2**14  # what Excel has
# Formats that a Chinese Excel writes by their numbers alone.
FORMATS = (
    BUILTIN_FORMATS
    | dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
    | dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
    | dict.fromkeys((31,), 'yyyy"年"m"月"d"日"')
    | dict.fromkeys((30,), "m-d-yy")
)
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
_RANGE = re.compile(rf"{_PLACE.pattern}(?::{_PLACE.pattern})?", re.ASCII)
_NAMED = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!]+))!{_PLACE.pattern}(?::.*)?", re.ASCII)

Place = tuple[int, int]  # row and column, from 1


@dataclass
class SheetPart:
    """A visible sheet: (value, number format) of its cells that hold something, and by place what a
    merged cell spans, (rows, columns)."""

    title: str
    cells: dict[Place, tuple[object, str]] = field(default_factory=dict)
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Workbook:
    sheets: list[SheetPart]
    names: dict[tuple[str, Place], str]  # by the sheet's title and the place
    hidden: list[str]  # titles of sheets that are not shown, and not looked at


@lru_cache(maxsize=2**8)
def _local(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition("}")[2]


class _Elements:
    """Reads one part: calls `begin` and `end` with the local names of elements, and keeps the text
    between them in `text`."""

    def __init__(self, count: "_Count"):
        self.count, self.text = count, ""

    def run(self, part: bytes) -> "_Elements":
        elements = part.count(b"<") - part.count(b"</")
        self.count.add("elements", MOST_ELEMENTS, "里的格式太多", elements)
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(part, True)
        return self

    def _start(self, name: str, attributes: dict) -> None:
        self.text = ""
        self.begin(_local(name), attributes)

    def _end(self, name: str) -> None:
        self.end(_local(name))

    def _text(self, text: str) -> None:
        self.text += text

    def begin(self, name: str, attributes: dict) -> None:
        pass

    def end(self, name: str) -> None:
        pass


class _Count:
    """What was met so far in the whole file."""

    def __init__(self):
        self.counts = dict.fromkeys(("elements", "cells", "texts", "merged"), 0)

    def add(self, what: str, most: int, reason: str, number: int = 1) -> None:
        self.counts[what] += number
        if self.counts[what] > most:
            raise too_large(reason)


class _Relations(_Elements):
    def __init__(self, count):
        super().__init__(count)
        self.targets: dict[str, str] = {}

    def begin(self, name, attributes):
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else join("xl", target)
            self.targets[attributes.get("Id", "")] = normpath(path).lower()


class _Book(_Elements):
    def __init__(self, count):
        super().__init__(count)
        self.sheets: list[tuple[str, str]] = []  # (title, id of its relation) of visible ones
        self.hidden: list[str] = []
        self.names: dict[tuple[str, Place], str] = {}
        self.epoch, self.name = WINDOWS_EPOCH, ""

    def begin(self, name, attributes):
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((v for k, v in attributes.items() if k.endswith("}id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "sheet" and attributes["state"] == "hidden":
            self.hidden.append(attributes.get("name", ""))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH
        self.name = attributes.get("name", "") if name == "definedName" else ""

    def end(self, name):
        if self.name and (found := _NAMED.fullmatch(self.text)):
            title = (found[1] or found[2]).replace("''", "'")
            self.names[title, place_of(found[3], found[4])] = self.name


class _Strings(_Elements):
    def __init__(self, count):
        super().__init__(count)
        self.texts: list[str] = []
        self.parts: list[str] = []
        self.is_sound = False  # how a text is read aloud, in small signs above it

    def begin(self, name, attributes):
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.is_sound = True

    def end(self, name):
        if name == "t" and not self.is_sound:
            self.parts.append(self.text)
        elif name == "rPh":
            self.is_sound = False
        elif name == "si":
            self.texts.append("".join(self.parts))


class _Styles(_Elements):
    """`formats` are those of the cells' styles, in their order."""

    def __init__(self, count):
        super().__init__(count)
        self.formats: list[str] = []
        self.own: dict[str, str] = {}
        self.is_cells = False

    def begin(self, name, attributes):
        if name == "numFmt":
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.is_cells = True
        elif name == "xf" and self.is_cells:
            number = attributes.get("numFmtId", "0")
            known = FORMATS.get(int(number)) if number.isdecimal() else None
            self.formats.append(self.own.get(number) or known or "General")

    def end(self, name):
        if name == "cellXfs":
            self.is_cells = False


class _Cells(_Elements):
    def __init__(self, count, sheet: SheetPart, strings, formats, epoch):
        super().__init__(count)
        self.sheet, self.strings, self.formats, self.epoch = sheet, strings, formats, epoch
        self.row = self.column = 0
        self.cell: dict = {}
        self.parts: list[str] = []
        self.formula = ""
        self.is_sound = False

    def begin(self, name, attributes):
        if name == "c":
            self.count.add("cells", MOST_CELLS, "里的空白格太多")
            self._next(attributes.get("r", ""))
            self.cell, self.parts, self.formula = attributes, [], ""
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = 0
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "rPh":
            self.is_sound = True

    def _next(self, place: str) -> None:
        """To the cell's place; behind the last one where it says none."""
        if found := _PLACE.fullmatch(place):
            self.row, self.column = place_of(*found.groups())
        else:
            self.column += 1
        if not (0 < self.row <= MOST_ROWS and self.column <= MOST_COLUMNS):
            raise damaged("表格")

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if not found:
            raise damaged("表格")
        (top, left), (bottom, right) = (
            place_of(found[1], found[2]),
            place_of(found[3] or found[1], found[4] or found[2]),
        )
        span = max(1, bottom - top + 1), max(1, right - left + 1)
        self.count.add("merged", MOST_MERGED, "里的空白格太多", span[0] * span[1])
        self.sheet.spans[top, left] = span

    def end(self, name):
        if name == "v" or name == "t" and not self.is_sound:
            self.parts.append(self.text)
        elif name == "f":
            self.formula = self.text
        elif name == "rPh":
            self.is_sound = False
        elif name == "c" and (text := "".join(self.parts)).strip():
            self._keep(self._value(text))
        elif name == "c" and self.formula and self.cell.get("t") != "str":  # never calculated
            self._keep((f"={self.formula}", "General"))

    def _keep(self, value: tuple[object, str]) -> None:
        self.count.add("texts", MOST_TEXTS, TOO_MANY_TEXTS)
        self.sheet.cells[self.row, self.column] = value

    def _value(self, text: str) -> tuple[object, str]:
        kind, style = self.cell.get("t", "n"), self.cell.get("s", "0")
        known = style.isdecimal() and int(style) < len(self.formats)
        number_format = self.formats[int(style)] if known else "General"
        if kind == "s":
            return self.strings[int(text)], number_format
        if kind == "b":
            return text.strip() == "1", number_format
        if kind != "n":
            return text, number_format
        number = float(text)
        whole = re.fullmatch(r"-?[0-9]{1,15}", text.strip())
        if is_date_format(number_format):
            return from_excel(number, self.epoch), number_format
        return int(text) if whole else number, number_format


def place_of(letters: str, number: str) -> Place:
    return int(number), column_index_from_string(letters)


def read_workbook(parts: dict[str, bytes], most_sheets: int) -> Workbook:
    """The visible sheets of a package's XML parts. Raises Refused for too much, anything else for
    what is broken."""
    parts = {name.lower(): part for name, part in parts.items()}
    count = _Count()
    book = _Book(count).run(parts["xl/workbook.xml"])
    targets = _Relations(count).run(parts["xl/_rels/workbook.xml.rels"]).targets
    strings = _Strings(count).run(parts.get("xl/sharedstrings.xml", b"<none/>")).texts
    formats = _Styles(count).run(parts.get("xl/styles.xml", b"<none/>")).formats
    sheets = []
    for title, relation in book.sheets[:most_sheets]:
        sheet = SheetPart(title)
        _Cells(count, sheet, strings, formats, book.epoch).run(parts[targets[relation]])
        _empty_hidden(sheet)
        sheets.append(sheet)
    return Workbook(sheets, book.names, book.hidden[:most_sheets])


def _empty_hidden(sheet: SheetPart) -> None:
    """What lies below a merged cell is not shown."""
    for (top, left), (rows, columns) in sheet.spans.items():
        for row in range(top, top + rows):
            for column in range(left, left + columns):
                if (row, column) != (top, left):
                    sheet.cells.pop((row, column), None)
