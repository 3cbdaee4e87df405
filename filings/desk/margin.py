"""What stands beside the official tables, level with its cell: findings with their explanations,
comments with their answers."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from filings import documents
from filings.documents import KEY
from filings.enums import Level
from filings.findings import Finding, explanation
from filings.papers.grid import Table, Value, split
from filings.papers.html import Mark, cell_id

SHOWN = (Level.ERROR, Level.QUESTION, Level.WARNING)  # the graver one marks a cell that has two


def levels_of(findings: list[Finding]) -> dict[str, str]:
    """The cells that findings are about, by path, with the graver level of two."""
    levels = {}
    for level in reversed(SHOWN):
        for finding in findings:
            if finding.level == level:
                levels.update(dict.fromkeys(finding.paths, level.value))
    return levels


def marks_of(findings: list[Finding]) -> dict[str, Mark]:
    return {path: Mark(level=level) for path, level in levels_of(findings).items()}


def review_marks(reading, findings: list[Finding], comments) -> dict[str, Mark]:
    """What the cells carry: findings, the pins of comments, the text that they had before."""
    levels, pins = levels_of(findings), defaultdict(list)
    for comment in comments:
        pins[comment.path].append(comment.number)
    was = {path: reading.cell(path, old) for path, (old, _) in reading.differences.cells.items()}
    for group, row in reading.differences.added:
        was.update({f"{group}/{row[KEY]}/{name}": "" for name in row if name != KEY and row[name]})
    return {
        path: Mark(
            level=levels.get(path, ""),
            classes="cell--commented" if path in pins else "",
            pins=tuple(pins.get(path, ())),
            was=was.get(path),
        )
        for path in levels.keys() | pins.keys() | was.keys()
    }


def margin_of(reading, findings: list[Finding], comments) -> dict[str, list[dict]]:
    """Findings and comments by the name of the table that they stand beside; '' for those of no
    table, such as a comment on a row that is gone."""
    kind = reading.kind
    beside = {name: [] for name in ["", *(table.name for table in kind.tables)]}
    for finding in findings:
        if finding.level in SHOWN:
            beside[table_of(kind, finding.path)].append(finding_note(reading, finding))
    for comment in comments:
        is_gone = comment.path and not documents.has_path(reading.version.document, comment.path)
        name = "" if is_gone else table_of(kind, comment.path)
        beside[name].append(comment_note(reading, comment, is_gone=is_gone))
    return beside


def finding_note(reading, finding) -> dict:
    """One finding for components/finding.html."""
    return {
        "level": finding.level.value,
        "text": reading.running(finding.message),
        "links": finding.article_links,
        "explanation": reading.running(explanation(reading.version.answers, finding)),
        "cell": cell_id(finding.path) if finding.path else "",
    }


def comment_note(reading, comment, *, is_gone) -> dict:
    """One comment for components/comment.html, with the addresses of its POSTs."""
    name = reading.kind.label_of(comment.path, reading.version.normalized)
    made = f"第{comment.version.number}版・{timezone.localtime(comment.at):%m-%d}"
    where = "（这一行已删除）" if is_gone else name
    urls = {
        f"{verb}_url": reverse(
            f"admin:filings_filing_comment_{verb}", args=[comment.filing_id, comment.number]
        )
        for verb in ("answer", "resolve", "reopen")
    }
    return {
        "number": comment.number,
        "author": comment.by,
        "meta": f"{made}・{where}" if where else made,
        "text": reading.running(comment.text),
        "resolved": comment.resolved_at is not None,
        "replies": [
            {"author": reply.by, "text": reading.running(reply.text)}
            for reply in comment.replies.all()
        ],
        "cell": cell_id(comment.path) if comment.path and not is_gone else "",
        **urls,
    }


def table_of(kind, path: str) -> str:
    """The name of the first table that has the cell, row or group of a path; '' where none has."""
    first = path.split("/")[0]
    return next((table.name for table in kind.tables if first in names_of(table)), "")


def names_of(table: Table) -> set[str]:
    """Groups and single cells that a table prints, its additions too."""
    paths = [cell.path for row in table.rows for cell in row.cells if isinstance(cell, Value)]
    paths += [cell.path for block in table.additions for cell in block.cells]
    return {group or name for group, name in map(split, paths)}
