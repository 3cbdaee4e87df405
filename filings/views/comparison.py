"""A file beside a draft as a view model: by table and person, what differs first."""

import json
from collections.abc import Iterable

from filings import documents
from filings.enums import Level
from filings.forms import MEANING, TAKE
from filings.kinds import Group, Section, get_kind
from filings.mailbox.matching import is_named
from filings.papers.forms import PERSON, TakeForm
from filings.papers.html import cell_id
from filings.papers.merging import NEW, FileCell, FileRow, Merge
from filings.progress import row_title


class Comparison:
    """What templates/filings/compare.html shows. `form`: what was sent, where it must be shown
    again; else all that is proposed is ticked, or nothing. `ticks` says which ('all', 'none'); by
    itself nothing is ticked of a file that bears another society's name."""

    def __init__(self, filing, merged: Merge, form: TakeForm | None, *, ticks=""):
        self.filing, self.merged, self.form = filing, merged, form
        cells = [cell for cell in merged.all_cells() if not cell.is_same]
        written = next((cell.text for cell in cells if cell.place == "society"), "")
        self.other_society = "" if is_named(filing.society, written) else written
        self.nothing_ticked = ticks == "none" or bool(self.other_society and ticks != "all")
        tables = [self._table(section) for section in get_kind(filing.kind).sections]
        self.tables = [table for table in tables if table["count"] or table["same"]]
        self.count = sum(table["count"] for table in self.tables)
        self.questions = sum(cell.is_question for cell in cells)
        self.errors = sum(not cell.is_question and not cell.is_understood for cell in cells)
        self.namesakes = sum(bool(row.namesakes) for row in merged.rows)
        self.unplaced = merged.unplaced
        self.seen_json = json.dumps({cell.place: cell.was for cell in cells}, ensure_ascii=False)

    def _table(self, section: Section) -> dict:
        """One part of the filing. `count` is how many cells differ."""
        cells = [cell for cell in self.merged.cells if cell.place in section.cells]
        groups = {group.name for group in section.groups}
        rows = [row for row in self.merged.rows if row.group.name in groups]
        changed = [row for row in rows if not row.is_same]
        same = [f"{cell.label} {cell.text}" for cell in cells if cell.is_same]
        absent = [
            row_title(row, group) or "（没有名称）"
            for group, row in self.merged.absent
            if group.name in groups
        ]
        return {
            "id": section.slug,
            "title": section.title,
            "cells": self._cells(cells, ""),
            "rows": [self._row(row) for row in changed],
            "same": [*same, *(self._name(row) for row in rows if row.is_same)],
            "absent": absent,
            "count": sum(not cell.is_same for cell in cells)
            + sum(not cell.is_same for row in changed for cell in row.cells),
        }

    def _row(self, row: FileRow) -> dict:
        cells = self._cells(row.cells, self._name(row))
        is_new = not row.key and not row.namesakes
        return {
            "place": row.place,
            "id": cell_id(row.place),
            "name": self._name(row),
            "word": "新增" if is_new else "同名" if row.namesakes else "修改",
            "text": self._folded(
                row.group, {c.place.rpartition("/")[2]: c.text for c in row.cells}
            ),
            "is_ticked": self._is_ticked("row", row.place, True),
            # Of somebody new all cells differ: what is in doubt stands first, the rest is folded.
            "cells": [cell for cell in cells if cell["level"] or not is_new],
            "folded": [cell for cell in cells if is_new and not cell["level"]],
            "same": [f"{cell.label} {cell.text}" for cell in row.cells if cell.is_same],
            "person": self._person(row) if row.namesakes else None,
        }

    def _name(self, row: FileRow) -> str:
        return row.title or f"{row.group.label}（没有名称）"

    def _folded(self, group: Group, texts: dict) -> list[str]:
        return [text for name in group.folded if (text := texts.get(name, "").strip())]

    def _person(self, row: FileRow) -> dict:
        """The question whether a namesake is the same person."""
        name = PERSON + row.place
        answer = self.form.data.get(name, "") if self.form else ""
        rows = self.filing.document["rows"][row.group.name]
        keys = [found[documents.KEY] for found in rows]
        choices = []
        for key in row.namesakes:
            held = rows[keys.index(key)]
            said = [held.get(cell, "").strip() for cell in (*row.group.folded, *row.group.same_by)]
            words = "、".join(dict.fromkeys(text for text in said if text))
            choices.append(
                (key, f"是填报表第{keys.index(key) + 1}行的这一位：{words or '未填其他内容'}")
            )
        choices.append((NEW, "不是，另有其人，新增一行"))
        return {
            "name": name,
            "choices": [(value, label, value == answer) for value, label in choices],
            "error": self.form.wrong.get(row.place, "") if self.form else "",
        }

    def _cells(self, cells: Iterable[FileCell], owner: str) -> list[dict]:
        return [self._cell(cell, owner) for cell in cells if not cell.is_same]

    def _cell(self, cell: FileCell, owner: str) -> dict:
        level = "" if cell.is_understood else Level.QUESTION if cell.is_question else Level.ERROR
        spelled = cell.spelled if cell.is_understood and cell.spelled != cell.text else ""
        return {
            "place": cell.place,
            "id": cell_id(cell.place),
            "label": cell.label,
            "called": f"{owner} {cell.label}".strip(),
            "was": cell.was,
            "text": cell.text,
            "spelled": spelled,
            "source": str(cell.source),
            "level": str(level),
            "message": cell.reading.message,
            "is_ticked": self._is_ticked("take", cell.place, cell.is_proposed),
            "question": self._question(cell) if cell.is_question else None,
        }

    def _question(self, cell: FileCell) -> dict:
        """The meanings of an ambiguous text; who answers none keeps what stands there."""
        name = MEANING + cell.place
        answer = self.form.data.get(name) if self.form else None
        choices = [(TAKE + choice.text, choice.label) for choice in cell.reading.choices]
        rest = (
            "都不是，保留填报表现有的内容"
            if cell.was.strip()
            else "都不是，原文先填入，再到填报页改"
        )
        choices.append(("", rest))
        return {
            "name": name,
            "choices": [(value, label, value == answer) for value, label in choices],
        }

    def _is_ticked(self, name: str, place: str, proposed: bool) -> bool:
        if self.form is not None:
            return place in self.form.data.getlist(name)
        # A cell of a row goes with its row.
        return proposed and not (self.nothing_ticked and (name == "row" or "/" not in place))
