"""One cell of an official table as HTML, everything escaped.

The cells are written here, not in a template: a roster has a thousand of them, and a template
takes ten times as long. All that surrounds them stands in templates/filings/papers/.
"""

from dataclasses import dataclass
from functools import cache
from html import escape

from filings.papers.grid import Label


@dataclass(frozen=True)
class Mark:
    """What a cell or a row carries: its finding's level, CSS classes, its comments' numbers, and
    the text that it had (`was`) where a difference is shown."""

    level: str = ""  # error, question, warning
    classes: str = ""
    pins: tuple[int, ...] = ()
    was: str | None = None


NO_MARK = Mark()


def cell_id(path: str) -> str:
    """The anchor of a cell, row or group: 'council/r3f/phone' -> 'cell-council-r3f-phone'."""
    return "cell-" + path.replace("/", "-")


def attributes(path: str = "", classes: str = "", mark: Mark = NO_MARK, more: str = "") -> str:
    """Of the element that stands for a path; `more` is finished already (`fixed`)."""
    named = ""
    if path:
        quoted = escape(path)
        named = f' id="{cell_id(quoted)}" data-path="{quoted}"'
    if mark is not NO_MARK:
        level = f"cell--{mark.level}" if mark.level else ""
        classes = " ".join(name for name in (classes, level, mark.classes) if name)
    return f'{named} class="{escape(classes)}"{more}' if classes else named + more


@cache  # of the grids' cells, which are the same on every page
def fixed(**values) -> str:
    """Attributes of a cell of a grid. Spans of 1 and empty values are left out."""
    return "".join(
        f' {name.replace("_", "-")}="{escape(str(value))}"'
        for name, value in values.items()
        if value and value != 1
    )


@cache
def label(cell: Label, heads_columns: bool) -> str:
    scope = "col" if heads_columns and cell.rowspan == 1 else "row"
    attrs = fixed(scope=scope, colspan=cell.colspan, rowspan=cell.rowspan)
    text = escape(cell.text).replace("\n", "<br>")
    if cell.is_addition:
        text += ' <span class="addition">系统增补</span>'
    return f"<th{attrs}>{text}</th>"


def content(
    text: str,
    name: str,
    *,
    href: str | None,
    void: str,
    unit: str,
    mark: Mark,
    reveal,
    invites: str = "填写",
) -> str:
    """The inside of a cell: the text, or `void` for none, linked to `href`; marks; the unit.

    `reveal` is (id of the page's form, path) where the text is masked and may be shown, else None.
    `invites` is what the link of an empty cell asks for.
    """
    html = escape(text) if mark.was is None else difference(mark.was, text)
    if href:
        html = f'<a href="{escape(href)}">{html or _hidden(f"{invites}{name}")}</a>'
    elif void and not html:
        html = f'<span class="void">{void}</span>'
    if reveal:
        form, path = (escape(part) for part in reveal)
        html += (
            f' <button class="link-button" type="submit" form="{form}" name="path" value="{path}">'
            f"显示{_hidden(name)}</button>"
        )
    if mark.level:
        html += _hidden("，有检查结果")
    for number in mark.pins:
        html += (
            f'<a class="pin" href="#comment-{number}" aria-label="第 {number} 条意见">{number}</a>'
        )
    if unit:
        html = f'<span class="text">{html}</span> <span class="unit">{escape(unit)}</span>'
    return html


def difference(was: str, text: str) -> str:
    """Old struck through, new underlined, as templates/components/difference.html."""
    old = f'<del class="was">{escape(was)}</del> ' if was else ""
    return f'{old}<ins class="now">{escape(text) or "（空）"}</ins>'


def _hidden(text: str) -> str:
    return f'<span class="visually-hidden">{escape(text)}</span>'
