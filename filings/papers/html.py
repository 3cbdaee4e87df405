"""The official tables as HTML: grid + document -> pages, for templates/filings/papers.

The document is one of texts to print (canonical spellings, ages computed, boxes as words): nothing
is understood here. The paper is the official sheet; the screen is the same grid as a read-only
table on a page of ours, where the additions to a roster are columns of it.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.safestring import mark_safe

from filings.documents import KEY
from filings.papers.cells import NO_MARK, Mark, attributes, cell_id, content, fixed, label
from filings.papers.grid import (
    TICKED,
    Additions,
    Label,
    Row,
    Serial,
    Table,
    Value,
    split,
    value_names,
    with_additions_in_roster,
)

__all__ = ["Mark", "cell_id", "pages"]

# An empty line where several rows share a cell: lines stay level with those of the next cell.
ONE_OF_SEVERAL = "—"
VOID = "（空）"  # on screen
PLAIN = Value("")


def pages(
    tables: Iterable[Table],
    document: dict,
    *,
    screen: bool = False,
    link_of: Callable[[str], str | None] | None = None,
    text_of: Callable[[str, str], str] | None = None,
    marks: Mapping[str, Mark] | None = None,
    reveal_form: str = "",
    invites: str = "填写",
) -> list[dict]:
    """The sheets of a document, for `paper.jinja` or, with `screen`, for `screen.jinja`.

    `link_of(path)` gives the address of a cell's input or None; where a cell has no row yet, it is
    asked for the group. `text_of(path, text)` gives what the viewer may see. `marks` go by the path
    of a cell, row or group. `reveal_form` is the id of the page's POST form to which the buttons
    显示 of masked cells belong; they send the cell's path as `path`. `invites` is what the link of
    an empty cell asks for.
    """
    view = _View(document, screen, link_of, text_of, marks or {}, reveal_form, invites)
    if screen:
        tables = map(with_additions_in_roster, tables)
    return [page for table in tables for page in view.pages(table)]


class _View:
    """One document on its way to the templates, with the caller's hooks.

    `bound` holds, by group, the row that a page or grid row is about; None is a blank one.
    """

    def __init__(self, document, screen, link_of, text_of, marks, reveal_form, invites):
        self.document = document
        self.screen = screen
        self.link_of = link_of or (lambda path: None)
        self.text_of = text_of or (lambda path, text: text)
        self.marks = marks
        self.reveal_form = reveal_form
        self.invites = invites
        self.anchored = set()  # groups whose anchor stands already

    def rows(self, table: Table, group: str) -> list[dict]:
        rows = self.document["rows"].get(group, [])
        return sorted(rows, key=table.order[group]) if group in table.order else rows

    def pages(self, table: Table) -> list[dict]:
        if not table.each:
            return [self.page(table, {}, is_first=True)]
        rows = self.rows(table, table.each) or [None]
        return [self.page(table, {table.each: row}, row is rows[0]) for row in rows]

    def page(self, table: Table, bound: dict, is_first: bool) -> dict:
        group = table.each or (table.roster.each if table.roster else "")
        row = bound.get(table.each)
        head, body = [], []
        for grid_row, names in zip(table.rows, value_names(table), strict=True):
            if grid_row.each:
                body += self.repeated_rows(table, grid_row, names)
            else:
                made = self.fixed_row(table, grid_row, names, bound)
                (head if grid_row.heads else body).append(made)
        return {
            "table": table,
            "is_screen": self.screen,
            "is_first": is_first,
            "is_empty": bool(group) and not self.document["rows"].get(group),
            "id": cell_id(f"{table.each}/{row[KEY]}") if row else "",
            "group_id": cell_id(group) if self.is_first_of(group) else "",
            "line": self.line(table),
            "columns": [_css("w", width) for width in table.columns] if all(table.columns) else [],
            "head": mark_safe("\n".join(head)),
            "body": mark_safe("\n".join(body)),
            "additions": self.additions(table, bound, is_first),
        }

    def line(self, table: Table) -> str:
        if table.line is None:
            return ""
        label_cell, value = table.line
        return label_cell.text + self.document["cells"].get(value.path, "")

    def fixed_row(self, table, row: Row, names: list[str], bound: dict) -> str:
        left = iter(names)
        heads_columns = all(isinstance(cell, Label) for cell in row.cells)
        cells = [
            label(cell, heads_columns)
            if isinstance(cell, Label)
            else self.value(table, cell, next(left), bound)
            for cell in row.cells
        ]
        return _row(cells, attributes(classes=_css("h", row.height)))

    def repeated_rows(self, table, row: Row, names: list[str]) -> list[str]:
        people = self.rows(table, row.each)
        if not self.screen:
            people = people + [None] * (row.minimum - len(people))
        cells = list(zip(row.cells, names, strict=True))
        return [
            self.repeated_row(table, row, cells, number, person)
            for number, person in enumerate(people, 1)
        ]

    def repeated_row(self, table, row: Row, cells, number: int, person: dict | None) -> str:
        path = f"{row.each}/{person[KEY]}" if person else ""
        bound = {row.each: person}
        serial = number if person else ""
        made = [
            f'<td data-label="{name}">{serial}</td>'
            if isinstance(cell, Serial)
            else self.value(table, cell, name, bound)
            for cell, name in cells
        ]
        return _row(made, attributes(path, _css("h", row.height), self.mark(path)))

    def value(self, table, cell: Value, name: str, bound: dict) -> str:
        group, column = split(cell.path)
        if not group:
            return self.single(cell, name, cell.path, self.document["cells"].get(column, ""))
        if group not in bound:
            return self.shared(cell, name, self.rows(table, group))
        row = bound[group]
        if row is None:
            return self.single(cell, name, "", "")
        return self.single(cell, name, f"{group}/{row[KEY]}/{column}", row.get(column, ""))

    def single(self, cell: Value, name: str, path: str, text: str, group_id: str = "") -> str:
        """A cell with one text; `group_id` is the anchor of a group that begins here."""
        more = fixed(data_label=name, colspan=cell.colspan)
        attrs = attributes(path, "tall" if cell.tall else "", self.mark(path), more)
        html = self.content(path, text, name, cell)
        if cell.unit or cell.blank or group_id:
            html = f"<div{attributes(classes='part', more=fixed(id=group_id))}>{html}</div>"
        return f"<td{attrs}>{html}</td>"

    def shared(self, cell: Value, name: str, rows: list[dict]) -> str:
        """One cell for all rows of a group; the first such cell carries the group's anchor."""
        group, column = split(cell.path)
        begins, more = self.is_first_of(group), fixed(data_label=name, colspan=cell.colspan)
        if not self.screen and not any(row.get(column) for row in rows):
            rows = rows[:1]
        if not rows:
            attrs = attributes(group if begins else "", more=more)
            html = self.content(group, "", name, cell)
            return f'<td{attrs}><div class="part">{html}</div></td>'
        if len(rows) == 1:
            path, text = f"{group}/{rows[0][KEY]}/{column}", rows[0].get(column, "")
            return self.single(cell, name, path, text, cell_id(group) if begins else "")
        parts = []
        for row in rows:
            path, text = f"{group}/{row[KEY]}/{column}", row.get(column, "")
            text = text or ("" if self.screen else ONE_OF_SEVERAL)
            attrs = attributes(path, "part", self.mark(path))
            parts.append(f"<div{attrs}>{self.content(path, text, name, cell)}</div>")
        attrs = attributes(group if begins else "", more=more)
        return f"<td{attrs}>{''.join(parts)}</td>"

    def content(self, path: str, text: str, name: str, cell: Value = PLAIN) -> str:
        shown = self.text_of(path, text) if text else ""
        return content(
            shown,
            name,
            href=self.link_of(path) if path else None,
            void=VOID if self.screen else "",
            unit=cell.unit or ("" if shown else cell.blank),
            mark=self.mark(path),
            reveal=(self.reveal_form, path) if self.reveal_form and shown != text else None,
            invites=self.invites,
        )

    def mark(self, path: str) -> Mark:
        return self.marks.get(path, NO_MARK) if path else NO_MARK

    def is_first_of(self, group: str) -> bool:
        """True once for each group of a document: who asks first carries its anchor."""
        if not group or group in self.anchored:
            return False
        self.anchored.add(group)
        return True

    def additions(self, table: Table, bound: dict, is_first: bool) -> list[dict]:
        """Blocks of lines below the table. An empty addition prints only where it is marked."""
        blocks = []
        for block in table.additions:
            in_roster = table.roster is not None and block.group == table.roster.each
            rows = self.addition_rows(table, block, bound, is_first)
            anchors = bool(block.group) and block.group not in bound and not in_roster
            made = (self.addition_line(block, row, anchors, not in_roster) for row in rows)
            if lines := [line for line in made if line]:
                names = "、".join(cell.label for cell in block.cells) if in_roster else ""
                blocks.append({"names": names, "lines": lines})
        return blocks

    def addition_rows(self, table: Table, block: Additions, bound: dict, is_first: bool):
        if not block.group:
            return [self.document["cells"]] if is_first else []
        if block.group in bound:
            return [bound[block.group]] if bound[block.group] else []
        return self.rows(table, block.group)

    def addition_line(self, block: Additions, row: dict, anchors: bool, names: bool):
        """What the system adds to a row, with `names` or not; `anchors`: it stands for the row."""
        own = f"{block.group}/{row[KEY]}" if block.group else ""
        items = []
        for cell in block.cells:
            name = split(cell.path)[1]
            path = f"{own}/{name}" if own else name
            mark = self.mark(path)
            text = row.get(name, "")
            if text or mark is not NO_MARK:
                html = self.content(path, TICKED if text and cell.is_box else text, cell.label)
                label_text = f"{cell.label} " if names else ""
                items.append(f"{label_text}<span{attributes(path, '', mark)}>{html}</span>")
        if not items and not (anchors and own in self.marks):
            return None
        lead = split(block.lead)[1]
        lead_text = self.text_of(f"{own}/{lead}", row.get(lead, "")) if lead else ""
        return {
            "title": block.title + lead_text,
            "attrs": mark_safe(attributes(own, "", self.mark(own)) if anchors else ""),
            "html": mark_safe("；".join(items)),
        }


def _row(cells: list[str], attrs: str) -> str:
    return f"<tr{attrs}>{''.join(cells)}</tr>"


def _css(prefix: str, size: float) -> str:
    """The class of a width in per cent or a height in mm, of paper.css: 17.5 -> w17-5."""
    return f"{prefix}{size:g}".replace(".", "-")
