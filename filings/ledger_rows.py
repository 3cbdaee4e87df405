"""Rows of a draft that came from the ledger: they may change, or go with a reason, but never
silently turn into somebody else or disappear.

A draft keeps in `answers["ledger"]` how each such row was called at the start, by its path, and in
`answers["gone"]` what the filer types about a removed one: {path: {"why", "on", "note"}}.
"""

from filings.documents import KEY, find_row, get_cell, is_blank
from filings.enums import Gone, Level
from filings.fields.base import AMBIGUOUS, OK, CellContext
from filings.fields.months import DayField
from filings.findings import Finding

FIELDS = ("why", "on", "note")


class LeavingField(DayField):
    """离开日期 of somebody whom the ledger holds."""

    what = "离开日期"
    example = "2018年3月"


LEAVING = LeavingField(label="离开日期")


def names_of(kind, document: dict) -> dict[str, str]:
    """How each row of a document is called, by its path."""
    return {
        f"{group.name}/{row[KEY]}": row.get(group.title, "")
        for group in _groups(kind)
        for row in document["rows"].get(group.name, [])
    }


def _groups(kind):
    return [group for section in kind.sections for group in section.groups]


def _group(kind, path: str):
    return next((g for g in _groups(kind) if g.name == path.split("/")[0]), None)


def from_ledger(answers: dict) -> dict[str, str]:
    return answers.get("ledger", {})


def is_gone(document: dict, path: str) -> bool:
    """Whether a row was removed, or emptied of all its texts."""
    row = find_row(document, *path.split("/"))
    return row is None or is_blank(row)


def findings(filing, kind, *, on) -> list[Finding]:
    """What is still to say about rows of the ledger that are gone or bear another name."""
    found = []
    for path, name in from_ledger(filing.answers).items():
        group = _group(kind, path)
        if group is None:
            continue
        if not is_gone(filing.document, path):
            found.append(_renamed(filing, kind, group, path, name))
        elif group.stays:
            message = f"台账中有“{name}”，不能在登记表中删去；撤销、改建另行报告。请恢复这一行。"
            found.append(_finding("row_stays", Level.ERROR, message, path))
        elif why := missing(filing, path, on=on):
            found.append(_finding("row_gone", Level.QUESTION, f"台账中有“{name}”，{why}", path))
    return [finding for finding in found if finding]


def _finding(rule, level, message, path) -> Finding:
    return Finding(rule=rule, level=level, message=message, paths=(path,))


def _renamed(filing, kind, group, path, name) -> Finding | None:
    cell = f"{path}/{group.title}"
    now = get_cell(filing.document, cell)
    read = kind.field(cell).read
    if not now.strip() or read(now).value == read(name).value:
        return None
    if group.stays:
        message = f"台账中这是“{name}”，不能在登记表中改成别的；撤销、改建另行报告。"
        return _finding("row_stays", Level.ERROR, message, cell)
    message = (
        f"台账中这一行是“{name}”，现在是“{now.strip()}”。改正姓名的，请说明；"
        "换了人的，请删除这一行，另加一行。"
    )
    return _finding("renamed", Level.WARNING, message, cell)


def missing(filing, path: str, *, on) -> str:
    """What is not yet said, or not understood, about a row that is gone; empty when all is."""
    if find_row(filing.document, *path.split("/")):
        return "这一行已清空：离开或误填的，请删除这一行并说明；没有离开的，请补填。"
    said = said_of(filing.answers, path)
    if said["why"] not in Gone.values:
        return "删除的原因是离开，还是误填？"
    if said["why"] == Gone.MISTAKE:
        return ""
    reading = LEAVING.read(said["on"], CellContext(today=on))
    if reading.kind != OK:
        end = "请写明年月。" if reading.kind == AMBIGUOUS else ""
        return f"离开日期：{reading.message}{end}"
    return "" if said["note"].strip() else "请写明离开的原因，例如：退休、调离、换届卸任。"


def said_of(answers: dict, path: str) -> dict[str, str]:
    return {name: answers.get("gone", {}).get(path, {}).get(name, "") for name in FIELDS}


def frozen(filing, kind, *, on) -> list[dict]:
    """The rows that are gone, as a version keeps them: path, name, why, on (canonical), note."""
    rows = []
    for path, name in from_ledger(filing.answers).items():
        if _group(kind, path) and is_gone(filing.document, path):
            said = said_of(filing.answers, path)
            left = said["why"] == Gone.LEFT
            day = LEAVING.read(said["on"], CellContext(today=on)).value if left else ""
            note = said["note"].strip() if left else ""
            rows.append({"path": path, "name": name, **said, "on": day, "note": note})
    return rows


def words_of(answers: dict, path: str) -> str:
    """Why a row of a version is gone, in words; empty where nothing was to say."""
    said = next((gone for gone in answers.get("gone", []) if gone["path"] == path), None)
    if said is None:
        return ""
    word = Gone(said["why"]).label
    return f"{word}：{said['on']}，{said['note']}" if said["why"] == Gone.LEFT else word
