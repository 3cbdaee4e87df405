"""Schemas describe documents: Django forms bound to the texts of a document's cells and rows. They
never save."""

import copy
from dataclasses import replace

from django import forms

from filings.documents import KEY, is_blank, rows
from filings.enums import Level
from filings.fields.base import Ambiguous, CellContext
from filings.findings import Finding


class Schema(forms.Form):
    """The cells of a document, or of one of its rows. `table` is the anchor of the official table;
    names in
    `additions` are cells that the system asks for beyond it."""

    table = ""
    additions: frozenset[str] = frozenset()

    def __init__(self, texts: dict, *, context: CellContext, above: dict | None = None):
        super().__init__(data=texts, auto_id=False, use_required_attribute=False)
        left = ""
        for name, field in self.fields.items():
            field.context = replace(context, above=(above or {}).get(name, ""), left=left)
            left = texts.get(name, "")

    def values(self) -> dict:
        """The clean value of each cell; None where it is empty or not understood."""
        return {name: self.cleaned_data.get(name) for name in self.fields}

    def canonical_texts(self) -> dict:
        """Each cell in its canonical spelling; as typed where it was not understood."""
        return {
            name: field.spelling(self.cleaned_data[name])
            if self.cleaned_data.get(name) not in (None, "")
            else self.data.get(name, "")
            if name in self.errors
            else ""
            for name, field in self.fields.items()
        }

    def findings(self, prefix: str = "") -> list[Finding]:
        """One finding for each cell that was refused or must be asked about."""
        found = []
        for name, errors in self.errors.as_data().items():
            for error in errors:
                found.append(self._finding(prefix + name, name, error))
        return found

    def _finding(self, path, name, error) -> Finding:
        label = self.fields[name].label
        asked = isinstance(error, Ambiguous)
        return Finding(
            rule="cell",
            level=Level.QUESTION if asked else Level.ERROR,
            message=f"{label}：{error.messages[0]}",
            paths=(path,),
            articles=(self.table,) if self.table else (),
            choices=tuple((c.text, c.label) for c in error.reading.choices) if asked else (),
        )


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
            above = None
            self.rows[group] = []
            for row in rows(document, group):
                if not is_blank(row):
                    self.rows[group].append((row[KEY], schema(row, context=context, above=above)))
                    above = row

    def _forms(self):
        yield "", self.cells
        for group, group_rows in self.rows.items():
            for key, form in group_rows:
                yield f"{group}/{key}/", form

    def findings(self) -> list[Finding]:
        return [finding for prefix, form in self._forms() for finding in form.findings(prefix)]

    def values(self) -> dict:
        for _, form in self._forms():
            form.full_clean()
        return {
            "cells": self.cells.values(),
            "rows": {
                group: [{KEY: key, **form.values()} for key, form in group_rows]
                for group, group_rows in self.rows.items()
            },
        }

    def normalized(self) -> dict:
        document = copy.deepcopy(self.document)
        document["cells"].update(self.cells.canonical_texts())
        document["rows"] = {
            group: [{KEY: key, **form.canonical_texts()} for key, form in group_rows]
            for group, group_rows in self.rows.items()
        }
        return document
