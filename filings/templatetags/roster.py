"""The rows of templates/components/roster.html, which says what they are made of. They are written
in Python: a roster has hundreds of cells, and a template takes five times as long."""

import html
import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from filings.papers.cells import cell_id

register = template.Library()

_MARKS = re.compile("[&<>\"']")


def escape(text: str) -> str:
    """As html.escape, which looks five times at a text that mostly has no marks."""
    return html.escape(text) if _MARKS.search(text) else text


_label = lru_cache(maxsize=256)(escape)  # each stands in every row
STATES = {"error": ' aria-invalid="true"', "empty": ' placeholder="还未填写"'}


@register.simple_tag
def roster_rows(rows: list[dict]) -> SafeString:
    icons = static("img/icons.svg")
    return mark_safe("".join([_row(row, icons) for row in rows]))


def _row(row: dict, icons: str) -> str:
    number, title, row_id = escape(row["number"]), escape(row["title"]), escape(row["id"])
    is_open = " roster__row--open" if row["open"] else ""
    cells = "".join(_cell(cell, column) for column, cell in enumerate(row["cells"], 2))
    return (
        f'<div class="roster__row{is_open}" id="{row_id}" role="group"'
        f' aria-label="第 {number} 行 {title}">'
        f'<p class="roster__number" aria-hidden="true">{number}</p>'
        f'<p class="roster__fold"><span><b>{number}</b><b>{title}</b>'
        f'<span class="roster__facts">{_pieces(row["text"])}</span></span>'
        f'<a href="#{row_id}" aria-label="修改第 {number} 行">修改</a>'
        f"<small>{_pieces(row['line'])}</small></p>"
        f'{cells}<div class="roster__menu">{_menu(row["actions"], number, icons)}</div></div>\n'
    )


def _pieces(texts) -> str:
    return " ・ ".join(f'<span class="piece">{escape(text)}</span>' for text in texts)


def _cell(cell: dict, column: int) -> str:
    path, state = escape(cell["name"]), cell["state"]
    anchor = cell_id(path)
    classes = f"cell cell--{state}" if state else "cell"
    made = (
        f'<div class="{classes}"><label for="{anchor}">{_label(cell["label"])}</label>'
        f'<input id="{anchor}" name="{path}" value="{escape(cell["value"])}"'
        f"{cell['attrs']}{STATES.get(state, '')}></div>"
    )
    return made + _notes(cell, column) if state else made


def _notes(cell: dict, column: int) -> str:
    """The findings and comments of a cell, below its row from its column on."""
    notes = "".join(
        f'<div class="sheet__note from-{column}">'
        f"{render_to_string('components/finding.html', finding)}</div>"
        for finding in cell["findings"]
    )
    if comments := cell.get("comments"):
        notes += render_to_string(
            "filings/includes/cell_comments.html", {"comments": comments, "column": column}
        )
    return notes


def _menu(actions, number: str, icons: str) -> str:
    if not actions:
        return ""
    buttons = "".join(
        f'<button type="submit" formaction="{escape(action["url"])}" formnovalidate>'
        f"{action['label']}</button>"
        for action in actions
    )
    return (
        '<details class="row-menu"><summary><svg class="icon" aria-hidden="true">'
        f'<use href="{icons}#dots"/></svg><span class="row-menu__word">更多'
        f'<span class="visually-hidden">，第 {number} 行</span></span></summary>'
        f'<div class="row-menu__items">{buttons}</div></details>'
    )
