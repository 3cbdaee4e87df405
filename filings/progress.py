"""How far a filing is, part by part: what is missing, what is to mend. Asked by the editor, the
filer's first page and the check page."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models

from filings import documents
from filings.documents import KEY
from filings.enums import Level
from filings.findings import Checked, Finding
from filings.kinds import Group, Kind, Section


class PartState(models.TextChoices):
    TODO = "todo", "未开始"
    DOING = "doing", "填写中"
    MEND = "mend", "待修改"
    DONE = "done", "已完成"


@dataclass
class Part:
    """One section with what stands between it and submission."""

    section: Section
    document: dict
    kind: Kind
    is_started: bool
    findings: list[Finding] = field(default_factory=list)  # of this section, all of them
    missing: list[Finding] = field(default_factory=list)  # what is asked and still blank
    mend: list[Finding] = field(default_factory=list)  # errors, questions, unexplained warnings
    asked: list[str] = field(default_factory=list)  # paths that a return asks to see to

    @property
    def state(self) -> PartState:
        if self.mend or self.asked:
            return PartState.MEND
        if not self.missing:
            return PartState.DONE
        return PartState.DOING if self.is_started else PartState.TODO

    @property
    def note(self) -> str:
        """A few words for the navigation."""
        if self.mend or self.asked:
            return f"{len(self.mend) + len(self.asked)} 处要处理"
        return f"还差 {len(self.missing)} 项" if self.state == PartState.DOING else self.state.label

    @property
    def text(self) -> str:
        """What is there and what is missing, in one line."""
        words = [self._counted()] if self._counted() else []
        if self.asked:
            words.append(f"审核人要求修改 {len(self.asked)} 处")
        if self.mend:
            words.append(_tally(self.mend))
        if self.state == PartState.TODO:
            words = ["还没有填写"]
        elif self.missing:
            names = [missing_name(f, self.document, self.kind) for f in self.missing]
            listed = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
            words.append(f"还差 {len(names)} 项：{listed}")
        elif not (self.mend or self.asked):
            words.append("已全部填写")
        return "，".join(words)

    def _counted(self) -> str:
        counts = [(group, len(filled_rows(self.document, group))) for group in self.section.groups]
        if len(counts) == 1:
            return "".join(f"{count} {group.unit}" for group, count in counts if count)
        return "，".join(f"{group.label} {count} {group.unit}" for group, count in counts if count)


def parts(
    kind: Kind, document: dict, checked: Checked, answers: dict, *, blank: dict, asked=()
) -> list[Part]:
    """The sections of a kind with their findings. `blank` is what the register alone knows:
    what differs from it was typed, or comes from the ledger. `asked` are paths that a return asks
    to see to."""
    blocking = {id(finding) for finding in checked.blocking(answers)}
    found = [
        Part(section, document, kind, is_started(section, document, blank))
        for section in kind.sections
    ]
    for finding in checked.findings:
        if finding.is_about_files:
            continue  # said where files are uploaded, on the check page
        part = next((p for p in found if p.section.holds(finding.path)), found[0])
        part.findings.append(finding)
        if is_missing(finding, document):
            part.missing.append(finding)
        elif id(finding) in blocking:
            part.mend.append(finding)
    for path in asked:
        for part in found:
            if part.section.holds(path):
                part.asked.append(path)
    return found


def is_started(section: Section, document: dict, blank: dict) -> bool:
    typed = any(
        documents.get_cell(document, name) != documents.get_cell(blank, name)
        for name in section.cells
    )
    return typed or any(filled_rows(document, group) for group in section.groups)


def is_missing(finding: Finding, document: dict) -> bool:
    """An error about something that is asked and still blank, rather than wrong: a cell or a group,
    not a row."""
    is_row = finding.path.count("/") == 1
    return (
        finding.level == Level.ERROR and not is_row and not text_at(document, finding.path).strip()
    )


def text_at(document: dict, path: str) -> str:
    """What stands at the path of a cell, a row or a group: all of its texts."""
    group, *rest = path.split("/")
    if len(rest) == 2 or group not in document["rows"]:
        return documents.get_cell(document, path)
    rows = [row for row in document["rows"][group] if not rest or row[KEY] == rest[0]]
    return "".join(text for row in rows for name, text in row.items() if name != KEY)


def filled_rows(document: dict, group: Group) -> list[dict]:
    return [row for row in document["rows"].get(group.name, []) if not documents.is_blank(row)]


def row_title(row: dict | None, group: Group) -> str:
    return (row or {}).get(group.title, "").strip()


def find_group(kind: Kind, name: str) -> Group | None:
    groups = (group for section in kind.sections for group in section.groups)
    return next((group for group in groups if group.name == name), None)


def missing_name(finding: Finding, document: dict, kind: Kind) -> str:
    """What is missing, in a few words: '孙立新的电子邮箱'."""
    group_name, *rest = finding.path.split("/")
    group, cell = find_group(kind, group_name), kind.field(finding.path)
    if group and len(rest) == 2:
        title = row_title(documents.find_row(document, group_name, rest[0]), group)
        return (f"{title}的" if title and rest[1] != group.title else "") + cell.label
    if group:
        return group.label
    box = next((g for s in kind.sections for g in s.groups if g.empty_cell == finding.path), None)
    return box.label if box else cell.label


def _tally(findings: list[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    words = ((Level.ERROR, "必须修改"), (Level.QUESTION, "请您确认"), (Level.WARNING, "需要说明"))
    return "，".join(f"{counts[level]} 处{word}" for level, word in words if counts[level])
