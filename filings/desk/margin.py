"""What stands beside the official tables: findings with explanations, level with their cells."""

from filings.enums import Level
from filings.findings import Finding, explanation
from filings.masking import mask_text
from filings.papers.grid import Table, Value, split
from filings.papers.html import Mark, cell_id

SHOWN = (Level.ERROR, Level.QUESTION, Level.WARNING)  # the graver one marks a cell that has two


def marks_of(findings: list[Finding]) -> dict[str, Mark]:
    """The cells that findings are about, by path."""
    marks = {}
    for level in reversed(SHOWN):
        for finding in findings:
            if finding.level == level:
                marks.update({path: Mark(level=level.value) for path in finding.paths})
    return marks


def margin_of(kind, findings, answers, *, may_read) -> dict[str, list[dict]]:
    """Findings by the name of the table that they stand beside; '' for those of no table."""
    beside = {name: [] for name in ["", *(table.name for table in kind.tables)]}
    for finding in findings:
        if finding.level in SHOWN:
            name = table_of(kind, finding.path)
            beside[name].append(note(finding, answers, may_read=may_read))
    return beside


def note(finding, answers, *, may_read) -> dict:
    """One finding for components/finding.html. Its running text may repeat a phone number."""
    shown = (lambda text: text) if may_read else mask_text
    return {
        "level": finding.level.value,
        "text": shown(finding.message),
        "links": finding.article_links,
        "explanation": shown(explanation(answers, finding)),
        "cell": cell_id(finding.path) if finding.path else "",
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
