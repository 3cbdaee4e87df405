"""What can happen to the texts of a draft: functions on a filing's document and answers, which
filings.actions locks and saves."""

import datetime as dt

from filings import documents
from filings.documents import KEY
from filings.enums import Level
from filings.findings import Finding
from filings.ledger_rows import from_ledger

RECENT = 50  # cells of which the draft remembers who changed them last, to name them in a conflict


def write(
    filing,
    *,
    by,
    at: dt.datetime,
    cells=None,
    meanings=None,
    explanations=None,
    gone=None,
    seen=None,
    new_rows=(),
):
    """Write typed texts: `cells` maps cell paths to texts, `meanings` paths of ambiguous cells to
    the spelling that was chosen, `explanations` finding keys to texts, `gone` paths of removed rows
    of the ledger to what is said about them; `new_rows` are paths of blank rows that the form
    offered. Gives the filing.

    `seen` maps paths to the texts that the filer saw. Given, cells merge one by one: one that
    changed meanwhile to something else becomes a question (`conflicts`), both texts kept.
    """
    add_rows(filing, new_rows)
    moment = f"{at:%H:%M:%S}"
    for path, text in (cells or {}).items():
        was = None if seen is None else seen.get(path, "")
        write_cell(filing, path, text, was=was, by=by.name, at=moment)
    for path, text in (meanings or {}).items():
        choose_meaning(filing, path=path, text=text)
    for key, text in (explanations or {}).items():
        filing.answers.setdefault("explanations", {})[key] = text
    for path in from_ledger(filing.answers).keys() & (gone or {}):
        filing.answers.setdefault("gone", {}).setdefault(path, {}).update(gone[path])
    return filing


def write_cell(filing, path: str, text: str, *, was: str | None, by: str, at: str) -> None:
    """Put a typed text into a cell. `was` is the text that the filer saw there: if the cell became
    something else meanwhile, both texts are kept and asked about. None: write whatever was there.

    A text whose row is gone is kept in `answers["orphans"]`.
    """
    answers = filing.answers
    if text == was:
        return
    holder, name = documents.holder_of(filing.document, path)
    current = holder.get(name, "") if holder is not None else ""
    if text == current:
        return
    who = {"text": text, "by": by, "at": at}
    if holder is None:
        answers.setdefault("orphans", {})[path] = who
        return
    if was is not None and current != was:
        answers.setdefault("conflicts", {})[path] = who
        return
    holder[name] = text
    answers.get("conflicts", {}).pop(path, None)
    answers.get("meanings", {}).pop(path, None)
    _remember(answers, path, who)


def _is_there(document, path) -> bool:
    group, *rest = path.split("/")
    return not rest or documents.find_row(document, group, rest[0]) is not None


def _remember(answers, path, who) -> None:
    recent = answers.setdefault("recent", {})
    recent.pop(path, None)
    recent[path] = who
    while len(recent) > RECENT:
        del recent[next(iter(recent))]


def choose_meaning(filing, *, path: str, text: str) -> None:
    """Take one meaning of an ambiguous cell, or one of two texts that met in it."""
    typed = documents.get_cell(filing.document, path)
    if not _is_there(filing.document, path):
        return
    documents.set_cell(filing.document, path, text)
    if filing.answers.get("conflicts", {}).pop(path, None) is None:
        filing.answers.setdefault("meanings", {})[path] = {"typed": typed, "chosen": text}


def conflicts(filing, kind) -> list[Finding]:
    """A question for each cell that was changed in two places to different texts."""
    found = []
    for path, mine in filing.answers.get("conflicts", {}).items():
        field = kind.field(path)
        if field is None or not _is_there(filing.document, path):
            continue
        current = documents.get_cell(filing.document, path)
        theirs = filing.answers.get("recent", {}).get(path, {"by": "先保存的人", "at": ""})
        found.append(
            Finding(
                rule="conflict",
                level=Level.QUESTION,
                message=f"{field.label}：这一格被两处同时修改，用哪一个？",
                paths=(path,),
                choices=tuple(
                    (text, f"用{who['by']}的（{who['at']}）：{text or '（空）'}")
                    for text, who in ((current, theirs), (mine["text"], mine))
                ),
            )
        )
    return found


def add_rows(filing, paths) -> None:
    """Append blank rows that a form offered, under the keys that it gave them."""
    for path in paths:
        group, key = path.split("/")
        if documents.find_row(filing.document, group, key) is None:
            documents.rows(filing.document, group).append({KEY: key})


def add_row(filing, *, group: str) -> str:
    key = documents.new_row_key()
    documents.rows(filing.document, group).append({KEY: key})
    return key


def remove_row(filing, *, group: str, key: str) -> None:
    row = documents.find_row(filing.document, group, key)
    if row is None:
        return
    filing.document["rows"][group].remove(row)
    if not documents.is_blank(row):
        filing.answers.setdefault("removed", []).append({"group": group, "row": row})


def restore_row(filing, *, group: str, key: str) -> None:
    """Put a removed row back, at the end of its group."""
    removed = filing.answers.get("removed", [])
    found = next((r for r in removed if r["group"] == group and r["row"][KEY] == key), None)
    if found and documents.find_row(filing.document, group, key) is None:
        removed.remove(found)
        documents.rows(filing.document, group).append(found["row"])


def duplicate_row(filing, *, group: str, key: str) -> str:
    """Put a copy of a row below it; gives the copy's key."""
    rows, index = _position(filing, group, key)
    if index is None:
        return key
    copy = {**rows[index], KEY: documents.new_row_key()}
    rows.insert(index + 1, copy)
    return copy[KEY]


def move_row(filing, *, group: str, key: str, step: int) -> None:
    """Move a row up (step −1) or down (1) by one place."""
    rows, index = _position(filing, group, key)
    if index is not None and 0 <= index + step < len(rows):
        rows.insert(index + step, rows.pop(index))


def _position(filing, group, key):
    rows = documents.rows(filing.document, group)
    return rows, next((i for i, row in enumerate(rows) if row[KEY] == key), None)


def paste_rows(
    filing, *, group: str, texts: list[dict], unplaced, at: str = "", title: str = "name"
) -> int:
    """Write rows of texts from the row `at` downwards, as into a sheet; below the last filled row
    where there is no such row. Rows that are written over are kept in `answers["replaced"]`, what
    had no place in `answers["unplaced"]`. Gives how many rows were written over.

    A row of the ledger is only written over by its own name (`title`); others push it out, and its
    filer is asked why it is gone.
    """
    rows, index = _position(filing, group, at)
    if index is None:
        filled = [i for i, row in enumerate(rows) if not documents.is_blank(row)]
        index = filled[-1] + 1 if filled else 0
    window = rows[index : index + len(texts)]
    held = {r[KEY] for r in window if f"{group}/{r[KEY]}" in from_ledger(filing.answers)}
    targets = _targets(window, texts, held, title)
    rows[index : index + len(texts)] = targets
    for row in window:
        if row[KEY] in held and row not in targets:
            filing.answers.setdefault("removed", []).append({"group": group, "row": row})
    replaced = []
    for row, cells in zip(targets, texts, strict=True):
        if any(row.get(name, "").strip() not in ("", cells[name].strip()) for name in cells):
            replaced.append(dict(row))
        row.update(cells)
    if replaced:
        filing.answers.setdefault("replaced", []).append({"group": group, "rows": replaced})
    if unplaced:
        filing.answers.setdefault("unplaced", {}).setdefault(group, []).extend(unplaced)
    return len(replaced)


def _targets(window, texts, held, title) -> list[dict]:
    """The row that each row of texts goes into: its namesake of the ledger, the row at its place,
    or a new one."""
    names = {_plain(row.get(title, "")): row for row in window if row[KEY] in held}
    targets = []
    for offset, cells in enumerate(texts):
        row = window[offset] if offset < len(window) else None
        name = _plain(cells.get(title, ""))
        if row is None or (row[KEY] in held and name):
            row = names.pop(name, None)
        targets.append(row or {KEY: documents.new_row_key()})
    return targets


def _plain(name: str) -> str:
    return "".join(name.split())


def forget_unplaced(filing, *, group: str) -> None:
    """The filer has seen what had no place."""
    filing.answers.get("unplaced", {}).pop(group, None)
