"""The editor's pages as view models: the parts at the left, one section with its groups of rows."""

import json
from collections import defaultdict

from django.urls import reverse

from filings import documents
from filings.documents import KEY
from filings.findings import Checked
from filings.kinds import Group, get_kind
from filings.papers.html import cell_id
from filings.progress import Part, PartState, filled_rows, find_group, is_missing, row_title
from filings.views import sheets
from filings.views.sheets import Draft

OPEN = "open"  # GET parameter: the key of the card that is open, or of the row to go to
# Button, its address, whether the card that is open stays open.
ROW_ACTIONS = (
    ("复制", "duplicate_row", False),
    ("上移", "move_row_up", True),
    ("下移", "move_row_down", True),
    ("删除", "remove_row", False),
)
SPARE_ROWS = 40  # keys for the blank rows that a script offers, one after the other
ALL = "all"  # GET parameter: say in red what is blank, too


def cell_url(filing, path: str, *, show_all: bool = False) -> str:
    """The address of a cell's input in the editor; of a group's, where it names a group."""
    kind = get_kind(filing.kind)
    section = next((s for s in kind.sections if s.holds(path)), kind.sections[0])
    url = reverse("filings:section", args=[filing.pk, section.slug])
    _, *rest = path.split("/")
    query = ([f"{OPEN}={rest[0]}"] if rest else []) + ([f"{ALL}=1"] if show_all else [])
    return f"{url}?{'&'.join(query)}#{cell_id(path)}" if query else f"{url}#{cell_id(path)}"


def navigation(filing, parts: list[Part], active: str) -> dict:
    """Parameters of components/sections.html."""
    items = [
        {
            "title": part.section.short_title,
            "url": reverse("filings:section", args=[filing.pk, part.section.slug]),
            "note": part.note,
            "level": _note_level(part, active),
            "active": part.section.slug == active,
        }
        for part in parts
    ]
    left = sum(part.state != PartState.DONE for part in parts)
    items.append(
        {
            "title": "核对并提交",
            "url": reverse("filings:check", args=[filing.pk]),
            "note": f"还差 {left} 部分" if left else "可以提交",
            "level": "",
            "active": active == "check",
        }
    )
    mend = sum(bool(part.mend) for part in parts)
    return {"sections": items, "summary": f"{mend} 部分有要处理的" if mend else ""}


def _note_level(part: Part, active: str) -> str:
    if part.mend:
        return "error"
    doing = part.state == PartState.DOING and part.section.slug != active
    return "warning" if doing else ""


def next_part(parts: list[Part]) -> Part | None:
    """Where to go on: the first unfinished part."""
    return next((part for part in parts if part.state != PartState.DONE), None)


def summary(filing, part: Part) -> dict | None:
    """Parameters of components/summary_box.html; none where nothing is to mend."""
    if not part.mend:
        return None
    return {
        "title": f"本部分有 {len(part.mend)} 处要处理",
        "items": [
            {
                "level": finding.level.value,
                "text": where(finding, part.document, part.kind) + finding.message,
                "url": cell_url(filing, finding.path),
            }
            for finding in part.mend
        ],
    }


def where(finding, document, kind) -> str:
    """'第4行 ': which row a finding is about; with its group's name where a part has several."""
    name, *rest = finding.path.split("/")
    keys = [row[KEY] for row in document["rows"].get(name, [])]
    if not rest or rest[0] not in keys:
        return ""
    section = next(s for s in kind.sections if s.holds(name))
    group = find_group(kind, name).label if len(section.groups) > 1 else ""
    return f"{group}第{keys.index(rest[0]) + 1}行 "


class SectionPage:
    """What templates/filings/section.html shows of a section."""

    def __init__(self, filing, checked: Checked, part: Part, *, open_key="", show_all=False):
        self.filing, self.part, self.section = filing, part, part.section
        self.open_key = open_key
        by_path = defaultdict(list)
        for finding in part.findings:
            by_path[finding.path].append(finding)
        self.draft = Draft(
            kind=get_kind(filing.kind),
            document=filing.document,
            answers=filing.answers,
            findings=by_path,
            link_of=lambda path: cell_url(filing, path),
            show_missing=show_all,
        )
        self.new_rows: list[str] = []
        self.groups = [self._group(group) for group in self.section.groups]
        self.cells = self._cells()
        self.cells_first = self._cells_first()
        self.seen_json = json.dumps(self._seen(), ensure_ascii=False)

    def _cells(self):
        """The named cells of the section, without the boxes of its groups."""
        boxes = {group.empty_cell for group in self.section.groups}
        names = [name for name in self.section.cells if name not in boxes]
        if not names:
            return None
        return sheets.sheet(self._quiet_draft(), self.section.schema, names)

    def _cells_first(self) -> bool:
        """Whether the official tables print the single cells before the rows."""
        groups = {group.name for group in self.section.groups}
        order = [sheets.split(value.path) for value in sheets.values(self.draft.kind.tables)]
        cells = [i for i, (group, name) in enumerate(order) if name in self.section.cells]
        rows = [i for i, (group, _) in enumerate(order) if group in groups]
        return not rows or bool(cells) and min(cells) < min(rows)

    def _quiet_draft(self) -> Draft:
        """Before anything is typed here, a blank cell is no news."""
        if self.part.state != PartState.TODO or self.draft.show_missing:
            return self.draft
        found = {
            path: [f for f in findings if not is_missing(f, self.filing.document)]
            for path, findings in self.draft.findings.items()
        }
        return Draft(**{**vars(self.draft), "findings": found})

    def _group(self, group: Group) -> dict:
        rows = self.filing.document["rows"].get(group.name, [])
        count = len(filled_rows(self.filing.document, group))
        view = {
            "id": cell_id(group.name),
            "name": group.name,
            "kind": group.name.replace("_", "-"),
            "label": group.label,
            "layout": group.layout,
            "count": f"{count} {group.unit}" if count else "",
            "box": self._box(group),
            "add_label": group.add_label,
            "add_url": self._url("add_row", group.name),
            "remarks": self._group_remarks(group),
            "paste_url": self._url("paste_rows", group.name),
            "unplaced": self.filing.answers.get("unplaced", {}).get(group.name, ()),
            "forget_url": self._url("forget_unplaced", group.name),
            "removed": self._removed(group),
            "is_empty": not rows,
        }
        declared_empty = bool(view["box"] and view["box"]["is_checked"])
        if group.layout == "sheet":
            return view | self._roster(group, rows, declared_empty)
        return view | self._cards(group, rows, declared_empty)

    def _removed(self, group: Group) -> list[dict]:
        """Rows that were taken out and can be put back."""
        return [
            {
                "title": row_title(entry["row"], group) or "（没有名称）",
                "url": self._url("restore_row", group.name, entry["row"][KEY]),
            }
            for entry in self.filing.answers.get("removed", [])
            if entry["group"] == group.name
        ]

    def _box(self, group: Group) -> dict | None:
        if not group.empty_cell:
            return None
        field = self.section.schema.base_fields[group.empty_cell]
        text = documents.get_cell(self.filing.document, group.empty_cell)
        return {
            "id": cell_id(group.empty_cell),
            "name": group.empty_cell,
            "label": field.label,
            "is_checked": bool(text),
        }

    def _group_remarks(self, group: Group) -> list[dict]:
        """What is said of the group as a whole, of its box or of one of its rows."""
        own = {group.name, group.empty_cell, *self._row_paths(group)}
        return [
            sheets.remark(self.draft, finding)
            for finding in self.part.findings
            if finding.path in own
            and (self.draft.show_missing or not is_missing(finding, self.filing.document))
        ]

    def _row_paths(self, group):
        return [f"{group.name}/{row[KEY]}" for row in self.filing.document["rows"][group.name]]

    def _offered_row(self, group: Group) -> dict:
        """A blank row that exists once something is typed into it."""
        row = {KEY: documents.new_row_key()}
        self.new_rows.append(f"{group.name}/{row[KEY]}")
        return row

    def _roster(self, group: Group, rows, declared_empty: bool) -> dict:
        columns = sheets.roster_columns(group)
        offered = (group.empty_cell or not rows) and not declared_empty
        shown = [(row, False) for row in rows]
        if offered:
            shown.append((self._offered_row(group), True))
        additions = group.schema.additions
        return {
            "columns": [
                {"label": label, "addition": name in additions} for name, label, _ in columns
            ],
            "rows": [
                self._roster_row(group, columns, row, number, is_blank)
                for number, (row, is_blank) in enumerate(shown, 1)
            ],
            "datalists": sheets.datalists(group),
            "spare": ",".join(documents.new_row_key() for _ in range(SPARE_ROWS if offered else 0)),
        }

    def _roster_row(self, group, columns, row, number, is_blank) -> dict:
        key = row[KEY]
        cells = sheets.roster_row(self.draft, group, columns, row, is_blank=is_blank)
        folded = [text for name in group.folded if (text := row.get(name, "").strip())]
        others = [
            text
            for name, _, _ in columns
            if name not in (group.title, *group.folded) and (text := row.get(name, "").strip())
        ]
        in_trouble = any(cell["state"] for cell in cells) or documents.is_blank(row)
        return {
            "id": cell_id(f"{group.name}/{key}"),
            "number": number,
            "title": "新的一行" if is_blank else row_title(row, group),
            "text": folded,
            "line": others[:2],
            "open": key == self.open_key or (in_trouble and (not is_blank or number == 1)),
            "cells": cells,
            "actions": () if is_blank else self._row_actions(group, key),
        }

    def _row_actions(self, group, key) -> list[dict]:
        here = f"?{OPEN}={self.open_key}" if self.open_key else ""
        return [
            {"label": label, "url": self._url(name, group.name, key) + (here if keeps else "")}
            for label, name, keeps in ROW_ACTIONS
        ]

    def _cards(self, group: Group, rows, declared_empty: bool) -> dict:
        rows = list(rows)
        is_offered = not rows and not declared_empty
        if is_offered:
            rows = [self._offered_row(group)]
        open_key = self._open_card(group, rows)
        return {
            "cards": [
                self._card(group, row, number, is_open=row[KEY] == open_key, is_blank=is_offered)
                for number, row in enumerate(rows, 1)
            ]
        }

    def _open_card(self, group, rows) -> str:
        """The card that was asked for, else the first one in trouble, else none."""
        keys = [row[KEY] for row in rows]
        if self.open_key:
            return self.open_key if self.open_key in keys else ""
        return next((k for k in keys if self._card_state(group, k) != PartState.DONE), "")

    def _card_state(self, group, key) -> PartState:
        prefix = f"{group.name}/{key}"
        row = documents.find_row(self.filing.document, group.name, key)
        if row is None or documents.is_blank(row):
            return PartState.TODO
        if any(f.path.startswith(prefix) for f in self.part.mend):
            return PartState.MEND
        if any(f.path.startswith(prefix) for f in self.part.missing):
            return PartState.DOING
        return PartState.DONE

    def _card(self, group: Group, row: dict, number: int, *, is_open, is_blank) -> dict:
        key = row[KEY]
        state = self._card_state(group, key)
        view = {
            "id": cell_id(f"{group.name}/{key}"),
            "number": number,
            "title": row_title(row, group) or ("新的一张" if is_blank else "（还没有填写）"),
            "text": [text for name in group.folded if (text := row.get(name, "").strip())],
            "state": state.value,
            "word": state.label,
            "is_open": is_open,
            "is_offered": is_blank,
            "open_url": f"{self._url('section')}?{OPEN}={key}",
            "fold_url": f"{self._url('section')}?{OPEN}=none",
            "actions": () if is_blank else self._row_actions(group, key),
        }
        if is_open:
            draft = self._quiet_draft() if is_blank else self.draft
            view["sheet"] = sheets.sheet(draft, group.schema, group.schema.base_fields,
                                         group=group, row=row)  # fmt: skip
        return view

    def _url(self, name: str, *args) -> str:
        return reverse(f"filings:{name}", args=[self.filing.pk, self.section.slug, *args])

    def _seen(self) -> dict:
        """The texts that the page shows: an answer is compared with them, cell by cell."""
        document = self.filing.document
        seen = {name: documents.get_cell(document, name) for name in self.section.cells}
        for group in self.section.groups:
            for row in document["rows"].get(group.name, []):
                prefix = f"{group.name}/{row[KEY]}/"
                seen.update({prefix + name: text for name, text in row.items() if name != KEY})
        return {path: text for path, text in seen.items() if text}

    @property
    def loose_remarks(self) -> list[dict]:
        """Findings of no cell or group that the page shows."""
        return [
            sheets.remark(self.draft, finding)
            for finding in self.part.findings
            if not find_group(self.draft.kind, finding.section_path)
            and finding.section_path not in self.section.cells
        ]
