"""The cells of a section as view models for the templates: official grids, cards and rosters.

A cell is a dictionary of plain texts; no widget is rendered (a roster has hundreds of cells).
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from filings.documents import KEY
from filings.enums import Level
from filings.fields.offers import offers
from filings.findings import Finding, explanation
from filings.forms import EXPLANATION, MEANING, TAKE
from filings.kinds import Group
from filings.papers.grid import Label, Table, Value, split
from filings.papers.html import cell_id
from filings.progress import is_missing

SELECTABLE = 16  # a coded cell with no more values than this offers them as a list
WORST_FIRST = (Level.ERROR, Level.QUESTION, Level.WARNING)
PAIRS = 4  # columns of a card without an official grid: label, cell, label, cell


@dataclass
class Draft:
    """What the cells of one page ask: the document, what was found at each path, how to link."""

    kind: object
    document: dict
    answers: dict
    findings: dict[str, list[Finding]]  # by the path that carries them
    link_of: object  # path -> address of its input
    comments: dict[str, list[dict]] = field(default_factory=dict)  # by path
    asked: frozenset[str] = frozenset()  # paths that a return asks to see to
    show_missing: bool = False  # say in red what is blank, instead of marking it quietly

    @cached_property
    def told(self) -> set[str]:
        """The paths of cells about which there is something to say."""
        return {*self.findings, *self.comments, *self.asked}


def options(field) -> tuple[str, ...]:
    """The texts that a coded cell offers as a list; empty where it is typed."""
    found = offers(field)
    return found if len(found) <= SELECTABLE else ()


def remark(draft: Draft, finding: Finding) -> dict:
    """A finding as the parameters of components/finding.html."""
    said = explanation(draft.answers, finding)
    other = [
        {"label": draft.kind.field(path).label, "url": draft.link_of(path)}
        for path in finding.paths[1:]
        if draft.kind.field(path)
    ]
    view = {
        "level": finding.level.value,
        "text": finding.message,
        "links": [*other, *finding.article_links],
        "id": f"finding-{finding.rule}-{finding.path.replace('/', '-')}",
        "name": "",
        "choices": (),
        "explanation": said,
        "hint": "",
    }
    if finding.choices:
        view["name"] = MEANING + finding.path
        view["choices"] = [
            *((TAKE + text, label) for text, label in finding.choices),
            ("", "其他，我来填写"),
        ]
        view["hint"] = "您填写的原文会一并保留。"
    elif finding.level == Level.WARNING:
        view["name"] = EXPLANATION + finding.key
    return view


def cell_state(draft: Draft, path: str) -> tuple[str, list[Finding]]:
    """How a cell looks, and the findings that are shown at it."""
    found = draft.findings.get(path)
    if not found:
        return "", []
    shown = [f for f in found if draft.show_missing or not is_missing(f, draft.document)]
    if not shown:
        return "empty", []
    unexplained = [f for f in shown if not explanation(draft.answers, f)]
    level = next((lv for lv in WORST_FIRST if any(f.level == lv for f in unexplained)), "")
    return str(level), shown


def keyboard(field) -> str:
    """Which keyboard a phone shows. The type of an input would change what was typed; this does
    not."""
    return "" if field.input_mode == "text" else format_html(' inputmode="{}"', field.input_mode)


def column_attrs(field, group: Group, name: str) -> str:
    """Attributes that all cells of a column share."""
    if not options(field):
        return keyboard(field)
    return format_html('{} list="{}"', keyboard(field), f"options-{group.name}-{name}")


def cell(draft: Draft, path: str, text: str, label: str, attrs="", **layout) -> dict:
    state, shown = cell_state(draft, path) if path in draft.findings else ("", [])
    remarks = [remark(draft, finding) for finding in shown]
    comments = draft.comments.get(path, ())
    if not state and (comments or path in draft.asked):
        state = "commented"
    if remarks or comments:
        ids = [remark["id"] for remark in remarks]
        ids = " ".join([*ids, *(f"comment-{comment['number']}" for comment in comments)])
        attrs = mark_safe(f'{attrs} aria-describedby="{escape(ids)}"')
    return {
        "id": cell_id(path),
        "name": path,
        "value": text,
        "label": label,
        "attrs": attrs,
        "state": state,
        "findings": remarks,
        "comments": comments,
        **layout,
    }


def roster_row(draft: Draft, group: Group, columns, row: dict, *, is_blank: bool) -> list[dict]:
    """The cells of one row. In a blank row that the page offers nothing is missing yet."""
    prefix = f"{group.name}/{row[KEY]}/"
    told = () if is_blank else draft.told
    return [
        cell(draft, path, row.get(name, ""), label, attrs)
        if (path := prefix + name) in told
        else {
            "name": path,
            "value": row.get(name, ""),
            "label": label,
            "attrs": attrs,
            "state": "",
        }
        for name, label, attrs in columns
    ]


def roster_columns(group: Group) -> list[tuple]:
    return [
        (name, field.label, column_attrs(field, group, name))
        for name, field in group.schema.base_fields.items()
    ]


def datalists(group: Group) -> list[dict]:
    """What the coded columns of a roster propose."""
    return [
        {"id": f"options-{group.name}-{name}", "options": options(field)}
        for name, field in group.schema.base_fields.items()
        if options(field)
    ]


def official_rows(tables, group: str, names) -> tuple[str, int, list[list[tuple]]]:
    """How the official table lays out the cells `names` of a group ('' for single cells):
    the grid's class, its number of columns, and rows of (label span, name, span, unit, tall)."""
    for table in tables:
        if table.each == group and (found := list(_pairs(table, group, set(names)))):
            kind = group or ("figures" if len(table.columns) > PAIRS else "pairs")
            return kind, len(table.columns), found
    return "pairs", PAIRS, []


def _pairs(table: Table, group: str, names):
    for row in table.rows:
        pairs = []
        for label, value in itertools.pairwise(row.cells):
            if isinstance(label, Label) and isinstance(value, Value):
                owner, name = split(value.path)
                if owner == group and name in names:
                    pairs.append((label.colspan, name, value.colspan, value.unit, value.tall))
        if pairs:
            # The rest of the row belongs to other parts: the last cell takes its place.
            used = sum(label + span for label, _, span, _, _ in pairs)
            label, name, span, unit, tall = pairs[-1]
            yield [*pairs[:-1], (label, name, span + len(table.columns) - used, unit, tall)]


def values(tables) -> Iterator[Value]:
    """The value cells of the official tables, in their order."""
    for table in tables:
        for row in table.rows:
            yield from (cell for cell in row.cells if isinstance(cell, Value))


def units(tables) -> dict[str, str]:
    """The unit printed in each cell, by its path template."""
    return {cell.path: cell.unit for cell in values(tables) if cell.unit}


def layout(tables, group: str, names: list[str]) -> tuple[str, list[list[tuple]]]:
    """The grid's class and the rows of all cells: the official ones, then ours, two to a row."""
    kind, width, rows = official_rows(tables, group, names)
    placed = {name for row in rows for _, name, *_ in row}
    rest = [name for name in names if name not in placed]
    unit = units(tables)
    prefix = f"{group}/*/" if group else ""
    for first in range(0, len(rest), 2):
        pair = rest[first : first + 2]
        spans = [1, width - 3] if len(pair) == 2 else [width - 1]
        rows.append(
            [
                (1, name, span, unit.get(prefix + name, ""), False)
                for name, span in zip(pair, spans, strict=True)
            ]
        )
    return kind, rows


def sheet(draft: Draft, schema, names, *, group: Group | None = None, row: dict | None = None):
    """Named cells, or the cells of one card, laid out as the official table does."""
    kind, rows = layout(draft.kind.tables, group.name if group else "", list(names))
    texts = row if group else draft.document["cells"]
    prefix = f"{group.name}/{row[KEY]}/" if group else ""
    view = []
    for pairs in rows:
        column, cells = 1, []
        for label_span, name, span, unit, tall in pairs:
            field, text = schema.base_fields[name], texts.get(name, "")
            places = {
                "label_span": label_span,
                "column": column + label_span,
                "span": span,
                "unit": unit,
                "is_tall": tall,
                "is_addition": name in schema.additions,
                "options": offered(field, text),
            }
            cells.append(cell(draft, prefix + name, text, field.label, keyboard(field), **places))
            column += label_span + span
        view.append(cells)
    return {"kind": kind, "rows": view}


def offered(field, text: str) -> tuple[str, ...]:
    """The options of a list: also what was typed, should it be none of them."""
    known = options(field)
    return (*known, text) if known and text and text not in known else known
