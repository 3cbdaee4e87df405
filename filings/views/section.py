"""One section of the editor as a view model: its cells, its groups of rows, what is said there."""

import json
from collections import defaultdict
from dataclasses import replace
from functools import partial

from accounts.jinja import address
from filings import documents
from filings.documents import KEY
from filings.enums import Gone
from filings.kinds import Group, get_kind
from filings.ledger_rows import from_ledger, said_of
from filings.papers.html import cell_id
from filings.progress import Part, PartState, filled_rows, find_group, is_missing, row_title
from filings.views import sheets
from filings.views.pages import OPEN, cell_url
from filings.views.sheets import Draft

# Button, its address, whether the card that is open stays open.
ROW_ACTIONS = (
    ("复制", "duplicate_row", False),
    ("上移", "move_row_up", True),
    ("下移", "move_row_down", True),
    ("删除", "remove_row", False),
)
ANY_KEY = "row-key"  # stands for the key of a row in an address
SPARE_ROWS = 40  # keys for the blank rows that a script offers, one after the other


class SectionPage:
    """What templates/filings/section.html shows of a section."""

    def __init__(self, filing, part: Part, feedback, *, open_key="", show_all=False):
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
            link_of=partial(cell_url, filing),
            comments=self._comments(feedback),
            asked=frozenset(feedback.open_paths),
            show_missing=show_all,
        )
        self.new_rows: list[str] = []
        # Made once: to make four addresses for each row takes as long as to show the row.
        self.row_urls = {
            group.name: [self._url(name, group.name, ANY_KEY) for _, name, _ in ROW_ACTIONS]
            for group in self.section.groups
        }
        self.groups = [self._group(group) for group in self.section.groups]
        self.cells = self._cells()
        self.cells_first = self._cells_first()
        self.loose_comments = self._loose_comments(feedback)
        self.seen_json = json.dumps(self._seen(), ensure_ascii=False)

    def _comments(self, feedback) -> dict[str, list[dict]]:
        """The comments of this section by path, each to be answered here."""
        found = defaultdict(list)
        for view in feedback.views(reply_url=self._reply_url):
            if self.section.holds(view["path"]) or not view["path"] or view["is_gone"]:
                is_here = view["path"] and not view["is_gone"]
                view["cell_url"] = cell_url(self.filing, view["path"]) if is_here else ""
                found[view["path"]].append(view)
        return found

    def _reply_url(self, number: int) -> str:
        url = address("filings:reply", self.filing.pk, number)
        here = f"&{OPEN}={self.open_key}" if self.open_key else ""
        return f"{url}?to={self.section.slug}{here}"

    def _loose_comments(self, feedback) -> list[dict]:
        """Comments that stand at no cell of this page: on the whole filing, on groups and rows, on
        rows that are gone."""
        shown = {cell["name"] for cell in self._shown_cells()}
        return [
            view
            for path, views in self.draft.comments.items()
            if path not in shown
            for view in views
        ]

    def _shown_cells(self):
        sheets_shown = [self.cells] if self.cells else []
        for group in self.groups:
            sheets_shown += [card["sheet"] for card in group.get("cards", ()) if "sheet" in card]
            for row in group.get("rows", ()):
                yield from row["cells"]
        for sheet in sheets_shown:
            for row in sheet["rows"]:
                yield from row

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
        return replace(self.draft, findings=found)

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
            "removed": (removed := self._removed(group)),
            "is_asked": any(row["asked"] and row["asked"]["remarks"] for row in removed),
            "is_empty": not rows,
        }
        declared_empty = bool(view["box"] and view["box"]["is_checked"])
        if group.layout == "sheet":
            return view | self._roster(group, rows, declared_empty)
        return view | self._cards(group, rows, declared_empty)

    def _removed(self, group: Group) -> list[dict]:
        """Rows that were taken out and can be put back; those of the ledger are asked about."""
        return [
            {
                "id": cell_id(f"{group.name}/{entry['row'][KEY]}"),
                "title": row_title(entry["row"], group) or "（没有名称）",
                "url": self._url("restore_row", group.name, entry["row"][KEY]),
                "asked": self._asked(f"{group.name}/{entry['row'][KEY]}", group),
            }
            for entry in self.filing.answers.get("removed", [])
            if entry["group"] == group.name
        ]

    def _asked(self, path: str, group: Group) -> dict | None:
        """Why a row of the ledger was removed, as far as it is said."""
        if path not in from_ledger(self.filing.answers) or group.stays:
            return None
        said = said_of(self.filing.answers, path)
        return {
            "name": f"gone:{path}:",
            "options": [(why.value, why.label, why.value == said["why"]) for why in Gone],
            "on": said["on"],
            "note": said["note"],
            "remarks": [sheets.remark(self.draft, f) for f in self.draft.findings.get(path, ())],
        }

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
        """Of rows that are there; and of those that may not be removed."""
        rows = list(self.filing.document["rows"].get(group.name, []))
        if group.stays:
            rows += [r["row"] for r in self.filing.answers.get("removed", [])]
        return [f"{group.name}/{row[KEY]}" for row in rows]

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
            "number": str(number),  # the template would localize an integer, slowly
            "title": "新的一行" if is_blank else row_title(row, group),
            "text": folded,
            "line": others[:2],
            "open": key == self.open_key or (in_trouble and (not is_blank or number == 1)),
            "cells": cells,
            "actions": () if is_blank else self._row_actions(group, key),
        }

    def _row_actions(self, group, key) -> list[dict]:
        here = f"?{OPEN}={self.open_key}" if self.open_key else ""
        stays = group.stays and f"{group.name}/{key}" in from_ledger(self.filing.answers)
        return [
            {"label": label, "url": url.replace(ANY_KEY, key) + (here if keeps else "")}
            for (label, name, keeps), url in zip(
                ROW_ACTIONS, self.row_urls[group.name], strict=True
            )
            if not (stays and name == "remove_row")
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
        paths = [*(finding.path for finding in self.part.mend), *self.part.asked]
        if any(path.startswith(prefix) for path in paths):
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
        return address(f"filings:{name}", self.filing.pk, self.section.slug, *args)

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
