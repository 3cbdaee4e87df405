"""Documents of Tables 1 to 3, and rendered papers read back as lists of cells."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template.loader import render_to_string

from filings.papers.grid import Value, split
from filings.papers.html import pages
from members.grids import TABLE_2, TABLE_3
from partyorgs.grids import TABLE_1

TABLES = [TABLE_1, TABLE_2, TABLE_3]
EMPTY = {"cells": {}, "rows": {}}


def paper(document, tables=TABLES, **options):
    """The A4 sheets as HTML."""
    extra = {name: options.pop(name, "") for name in ("notes", "hint")}
    view = {"pages": pages(tables, document, **options), **extra}
    return render_to_string("filings/papers/paper.jinja", view, using="jinja2")


def screen(document, tables=TABLES, **options):
    view = {"pages": pages(tables, document, screen=True, **options)}
    return render_to_string("filings/papers/screen.jinja", view, using="jinja2")


def value_cells(table):
    return [cell for row in table.rows for cell in row.cells if isinstance(cell, Value)]


def filled_document(text_of):
    """One row in each group, and `text_of(path template)` in every cell that a table prints."""
    document = {"cells": {}, "rows": {}}
    for table in TABLES:
        paths = [cell.path for cell in value_cells(table)]
        paths += [cell.path for block in table.additions for cell in block.cells]
        for path in paths:
            group, name = split(path)
            if group:
                row = document["rows"].setdefault(group, [{"key": f"k{group}"}])[0]
                row[name] = text_of(path)
            else:
                document["cells"][name] = text_of(path)
    return document


@dataclass
class Cell:
    tag: str
    attrs: dict
    text: str = ""


@dataclass
class Sheet:
    """What a reader finds: tables as rows of cells, every id, the text of the whole."""

    tables: list = field(default_factory=list)
    ids: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    row_classes: list = field(default_factory=list)
    links: list = field(default_factory=list)
    attribute_names: set = field(default_factory=set)
    text: str = ""

    def cell(self, path):
        return next(
            cell
            for rows in self.tables
            for row in rows
            for cell in row
            if cell.attrs.get("data-path") == path
        )


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.sheet = Sheet()
        self.open_cell = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.sheet.attribute_names.update(attrs)
        if "id" in attrs:
            self.sheet.ids.append(attrs["id"])
        if tag == "table":
            self.sheet.tables.append([])
        elif tag == "col":
            self.sheet.columns.append(attrs["class"])
        elif tag == "tr":
            self.sheet.tables[-1].append([])
            self.sheet.row_classes.append(attrs["class"])
        elif tag in ("th", "td"):
            self.open_cell = Cell(tag, attrs)
            self.sheet.tables[-1][-1].append(self.open_cell)
        elif tag == "a":
            self.sheet.links.append(attrs["href"])
        elif tag in ("br", "div") and self.open_cell and (tag == "br" or self.open_cell.text):
            self.handle_data("\n")

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.open_cell = None

    def handle_data(self, data):
        self.sheet.text += data
        if self.open_cell:
            self.open_cell.text += data


def read(html):
    reader = _Reader()
    reader.feed(html)
    return reader.sheet
