"""What the checks have to say about a document: one shape for editor, submission, import and
review."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property

from filings.enums import Level

FILES = "files"  # 'files/project': the path of attached files of a purpose, which are no cells


@dataclass(frozen=True)
class Finding:
    """One remark: its rule, kind, Chinese message with both numbers, the cells it is about, its
    articles.

    `paths` are cell paths, the first one carries the remark; `articles` are anchors of the
    directive such as 'article-3', 'table-1', 'note-3'. `choices` of a question are (text to write
    into the cell, label) pairs.
    """

    rule: str
    level: Level
    message: str
    paths: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Under this key the filer's explanation stands in `answers`."""
        return f"{self.rule}@{self.paths[0] if self.paths else ''}"

    @property
    def path(self) -> str:
        return self.paths[0] if self.paths else ""

    @property
    def is_about_files(self) -> bool:
        return self.section_path == FILES

    @property
    def section_path(self) -> str:
        """The first part of its path: a cell's name or a group."""
        return self.path.split("/")[0]

    @property
    def article_links(self) -> list[dict[str, str]]:
        """Its articles as {label, url} links into the directive's text."""
        return [article_link(anchor) for anchor in self.articles]

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Finding":
        return cls(
            **{
                **data,
                "level": Level(data["level"]),
                "paths": tuple(data["paths"]),
                "articles": tuple(data["articles"]),
                "choices": tuple(tuple(choice) for choice in data["choices"]),
            }
        )


def article_link(anchor: str) -> dict[str, str]:
    """'article-3' → 第3条, 'table-1' → 表1, 'note-3' → 注3, with the address in the directive."""
    sort, _, number = anchor.partition("-")
    label = {"article": f"第{number}条", "table": f"表{number}", "note": f"注{number}"}[sort]
    return {"label": label, "url": f"/policy/#{anchor}"}


@dataclass
class Checked:
    """The outcome of checking a document.

    `normalized`: the document with each cell in its canonical spelling (cells that were not
    understood as typed), made by `normalize` when it is asked for: most pages never do.
    `values`: the clean values, {"cells": {…}, "rows": {group: [{"key": …, …}]}}. `summary`: the
    indexed columns of the filing (declared, advised, differs, full_members).
    """

    findings: list[Finding]
    normalize: Callable[[], dict]
    values: dict
    summary: dict = field(default_factory=dict)

    @cached_property
    def normalized(self) -> dict:
        return self.normalize()

    def of(self, level: Level) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == level]

    def blocking(self, answers: dict) -> list[Finding]:
        """What stops a submission: errors, open questions, warnings without a typed explanation."""
        return [
            finding
            for finding in self.findings
            if finding.level in (Level.ERROR, Level.QUESTION)
            or (finding.level == Level.WARNING and not explanation(answers, finding))
        ]


def explanation(answers: dict, finding: Finding) -> str:
    """What the filer typed to explain a warning; empty where nothing was typed."""
    return answers.get("explanations", {}).get(finding.key, "").strip()
