"""One society in one inspection: all that its page says, read in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from filings.enums import State
from filings.models import Filing
from filings.rules import days_left
from ledger.inspection.enums import Grade, Step
from ledger.inspection.models import (
    CircularRow,
    Inspection,
    Notice,
    OfficialDocument,
    Penalty,
    Proposal,
    Rectification,
    Result,
)
from ledger.inspection.proposing import Mending, mending
from ledger.inspection.queries import Bar, defence_of, is_undecided, standing
from societies.enums import Process
from societies.models import Society

TAGS = {Grade.PASSED: "met", Grade.BASIC: "warning", Grade.FAILED: "alert", Grade.PENDING: "ring"}


@dataclass
class Case:
    """`on` is the day of the reader. What was only proposed is staff's: `is_published` says whether
    the society has been told anything."""

    inspection: Inspection
    society: Society
    on: dt.date

    @cached_property
    def proposal(self) -> Proposal | None:
        """The one that is open, else the last that was signed."""
        found = Proposal.objects.filter(inspection=self.inspection, society=self.society)
        return found.select_related("corrects__document").order_by("-pk").first()

    @property
    def is_open(self) -> bool:
        return self.proposal is not None and self.proposal.step != Step.SIGNED

    @cached_property
    def results(self) -> list[Result]:
        """The signed results, the one in force first."""
        found = Result.objects.filter(inspection=self.inspection, society=self.society)
        return list(found.select_related("document", "signed_by").order_by("-pk"))

    @property
    def result(self) -> Result | None:
        return self.results[0] if self.results else None

    @cached_property
    def notice(self) -> Notice | None:
        """The last one that was given."""
        given = Notice.objects.filter(
            proposal__inspection=self.inspection, proposal__society=self.society
        )
        return given.select_related("document", "proposal").first()

    @cached_property
    def defence(self) -> Filing | None:
        return defence_of(self.notice) if self.notice else None

    @cached_property
    def all_penalties(self) -> list[Penalty]:
        """Of every result, those of corrected ones too."""
        found = Penalty.objects.filter(result__in=[result.pk for result in self.results])
        return list(found.select_related("lift__document").order_by("pk"))

    @property
    def penalties(self) -> list[Penalty]:
        """Of the result in force."""
        return [p for p in self.all_penalties if p.result_id == self.result.pk]

    @property
    def signed_documents(self) -> dict[int, OfficialDocument]:
        """By primary key, what was signed outside the system: the documents of its results and
        liftings, in the order of their dates."""
        found = [result.document for result in self.results]
        found += [row.lift.document for row in self.all_penalties if hasattr(row, "lift")]
        return {row.pk: row for row in sorted(found, key=lambda row: (row.dated, row.pk))}

    @cached_property
    def rectification(self) -> Rectification | None:
        """The last report on mending."""
        if self.result is None:
            return None
        return self.result.rectifications.select_related("filing").order_by("-pk").first()

    @cached_property
    def mending(self) -> Mending | None:
        """What may be lifted; asked where a failed society still has penalties."""
        if self.result is None or self.result.grade != Grade.FAILED:
            return None
        self.result.inspection, self.result.society = self.inspection, self.society
        return mending(self.result, on=self.on)

    @cached_property
    def circular(self) -> CircularRow | None:
        """The row of a circular that names this society."""
        if self.result is None:
            return None
        rows = CircularRow.objects.filter(result=self.result)
        return rows.select_related("circular__document").first()

    @cached_property
    def standing(self) -> dict[Process, list[Bar]]:
        return standing(self.society, on=self.on)

    @property
    def is_published(self) -> bool:
        return bool(self.results or self.notice)

    @property
    def findings_json(self) -> list[dict]:
        """The evidence that is shown: of what is open, else as it was signed."""
        source = self.proposal if self.is_open or self.result is None else self.result
        return source.findings if source else []

    @property
    def grade(self) -> Grade | None:
        """The signed class, else the proposed one."""
        source = self.result if self.is_final else self.proposal
        return Grade(source.grade) if source else None

    @property
    def tag(self) -> str:
        """The shape of its class (components/status_tag.html)."""
        return TAGS[self.grade] if self.is_final else "ring"

    @property
    def word(self) -> str:
        return self.grade.label if self.is_final else f"建议{self.grade.label}"

    @property
    def is_final(self) -> bool:
        """Whether the class that is shown was signed."""
        return self.result is not None and not self.is_open

    @property
    def days_to_answer(self) -> int:
        return days_left(self.notice.last_day, on=self.on)

    @property
    def is_answerable(self) -> bool:
        """Whether the society may still answer its notice and has not yet."""
        waits = self.is_open and self.proposal.step == Step.NOTICED
        return waits and self.defence is None and self.days_to_answer >= 0

    @property
    def is_ready(self) -> bool:
        """Whether the committee can decide: the society was told, and answered or let its days go
        by."""
        if not (self.is_open and self.proposal.step == Step.NOTICED):
            return False
        if self.defence is not None and self.defence.state in (State.APPROVED, State.REFUSED):
            return True
        undecided = self.defence is not None and is_undecided(self.defence, on=self.on)
        return self.days_to_answer < 0 and not undecided
