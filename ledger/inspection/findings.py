"""What an inspection found of one society, indicator by indicator with its evidence: the JSON that
proposals carry and results freeze. It names no person."""

from dataclasses import dataclass

from filings.findings import article_link
from ledger.inspection.enums import Indicator, Outcome


@dataclass(frozen=True)
class Evidence:
    """One fact in a Chinese sentence; the day it is about (ISO), and where it can be read: the
    filing (primary key) and the number of its version."""

    text: str
    on: str | None = None
    filing: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Finding:
    """The outcome of one indicator. `conflict`: its evidence speaks against itself, somebody has to
    look."""

    indicator: Indicator
    outcome: Outcome
    evidence: tuple[Evidence, ...] = ()
    conflict: bool = False

    @property
    def article(self) -> dict[str, str]:
        """{label, url} of the clause, into the directive's text."""
        return article_link(Indicator(self.indicator).article)


def as_json(findings: list[Finding]) -> list[dict]:
    """[{"indicator", "outcome", "evidence": [{"text", …}], "conflict"}], in order of Indicator."""
    return [
        {
            "indicator": finding.indicator.value,
            "outcome": finding.outcome.value,
            "evidence": [_fact(fact) for fact in finding.evidence],
            "conflict": finding.conflict,
        }
        for finding in findings
    ]


def _fact(fact: Evidence) -> dict:
    # Not dataclasses.asdict, which takes longer than all the rest of an evaluation.
    return {"text": fact.text, "on": fact.on, "filing": fact.filing, "version": fact.version}


def from_json(rows: list[dict]) -> list[Finding]:
    """The findings of a proposal or result."""
    return [
        Finding(
            indicator=Indicator(row["indicator"]),
            outcome=Outcome(row["outcome"]),
            evidence=tuple(Evidence(**fact) for fact in row["evidence"]),
            conflict=row["conflict"],
        )
        for row in rows
    ]
