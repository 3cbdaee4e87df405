"""Schemas describe documents: the fields of a document's cells and rows, declared as those of a
Django form, and read against its texts. They never save."""

from dataclasses import replace

from django.forms.forms import DeclarativeFieldsMetaclass

from filings.documents import KEY, is_blank, rows
from filings.enums import Level
from filings.fields.base import AMBIGUOUS, OK, CellContext, Reading
from filings.fields.normalize import is_ditto, points_above, tidy
from filings.findings import Finding


class Schema(metaclass=DeclarativeFieldsMetaclass):
    """The cells of a document, or of one of its rows. `table` is the anchor of the official table;
    names in `additions` are cells that the system asks for beyond it.

    Documents have hundreds of cells: unlike a form, a schema neither copies its fields nor renders
    them.
    """

    table = ""
    additions: frozenset[str] = frozenset()

    def __init__(self, texts: dict, *, context: CellContext, above: dict | None = None):
        self.texts, self.context, self.above = texts, context, above or {}
        self.readings: dict[str, Reading] = {
            name: field.read(texts.get(name, ""), self._context(name))
            for name, field in self.base_fields.items()
        }

    def _context(self, name: str) -> CellContext:
        """What the cell `name` may lean on."""
        if "above" not in self.base_fields[name].leans_on:
            return self.context
        names = list(self.base_fields)
        left = names[names.index(name) - 1] if name != names[0] else ""
        return replace(self.context, above=self.above.get(name, ""), left=self.texts.get(left, ""))

    def values(self) -> dict:
        """The clean value of each cell; None where it is empty or not understood."""
        return {name: field.value(self.readings[name]) for name, field in self.base_fields.items()}

    def canonical_texts(self) -> dict:
        """Each cell in its canonical spelling; as typed where it was not understood."""
        return {name: self.canonical_text(name) for name in self.base_fields}

    def canonical_text(self, name: str) -> str:
        field, reading = self.base_fields[name], self.readings[name]
        if reading.kind != OK:
            return self.texts.get(name, "")
        if not reading.value:
            return ""
        return field.spelling(field.value(reading), self._context(name))

    def findings(self, prefix: str = "") -> list[Finding]:
        """One finding for each cell that was refused or must be asked about."""
        return [
            self._finding(prefix + name, name, reading)
            for name, reading in self.readings.items()
            if reading.kind != OK
        ]

    def _finding(self, path: str, name: str, reading: Reading) -> Finding:
        asked = reading.kind == AMBIGUOUS
        return Finding(
            rule="cell",
            level=Level.QUESTION if asked else Level.ERROR,
            message=f"{self.base_fields[name].label}：{reading.message}",
            paths=(path,),
            articles=(self.table,) if self.table else (),
            choices=tuple((c.text, c.label) for c in reading.choices) if asked else (),
        )


def _repeats(text: str) -> bool:
    """Whether a text points at the row above, whose own mark points further up."""
    return is_ditto(tidy(text)) and points_above(text)


class BoundDocument:
    """A document read through its schemas: clean values, canonical spellings and what is wrong in
    the cells.

    `cells_schema` describes the named cells, `row_schemas` the groups of rows. Rows without any
    text are left out.
    """

    def __init__(self, document, *, cells_schema, row_schemas, context: CellContext):
        self.document = document
        self.cells = cells_schema(document["cells"], context=context)
        self.rows: dict[str, list[tuple[str, Schema]]] = {}
        for group, schema in row_schemas.items():
            above = {}
            pointing = [n for n, field in schema.base_fields.items() if "above" in field.leans_on]
            self.rows[group] = []
            for row in rows(document, group):
                if not is_blank(row):
                    self.rows[group].append((row[KEY], schema(row, context=context, above=above)))
                    above = row | {
                        name: above[name]
                        for name in pointing
                        if name in above and _repeats(row.get(name, ""))
                    }

    def _forms(self):
        yield "", self.cells
        for group, group_rows in self.rows.items():
            for key, form in group_rows:
                yield f"{group}/{key}/", form

    def findings(self) -> list[Finding]:
        return [finding for prefix, form in self._forms() for finding in form.findings(prefix)]

    def values(self) -> dict:
        return {
            "cells": self.cells.values(),
            "rows": {
                group: [{KEY: key, **form.values()} for key, form in group_rows]
                for group, group_rows in self.rows.items()
            },
        }

    def normalized(self) -> dict:
        return {
            "cells": {**self.document["cells"], **self.cells.canonical_texts()},
            "rows": {
                group: [{KEY: key, **form.canonical_texts()} for key, form in group_rows]
                for group, group_rows in self.rows.items()
            },
        }
