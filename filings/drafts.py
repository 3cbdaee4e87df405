"""What can happen to the texts of a draft: functions on a filing's document and answers, which
filings.actions locks and saves."""

import datetime as dt

from filings import documents
from filings.documents import KEY
from filings.enums import Level
from filings.findings import Finding

RECENT = 50  # cells of which the draft remembers who changed them last, to name them in a conflict


def write_cell(filing, path: str, text: str, *, was: str | None, by, at: dt.datetime) -> None:
    """Put a typed text into a cell. `was` is the text that the filer saw there: if the cell became
    something else meanwhile, both texts are kept and asked about. None: write whatever was there.

    A text whose row is gone is kept in `answers["orphans"]`.
    """
    document, answers = filing.document, filing.answers
    current = documents.get_cell(document, path)
    who = {"text": text, "by": by.name, "at": f"{at:%H:%M:%S}"}
    if text == was:
        return
    if not _is_there(document, path):
        if text:
            answers.setdefault("orphans", {})[path] = who
        return
    if text == current:
        return
    if was is not None and current != was:
        answers.setdefault("conflicts", {})[path] = who
        return
    documents.set_cell(document, path, text)
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
    for oldest in list(recent)[:-RECENT]:
        del recent[oldest]


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
