"""Lists as workbooks, streamed row by row."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import IO

from ledger.inspection.awards import Nominated
from ledger.inspection.enums import Indicator, Step
from ledger.inspection.findings import from_json
from ledger.inspection.listing import listed
from ledger.inspection.models import Inspection
from societies import codes
from societies.office.sheets import Book, Column

AWARDS = {"填写的名称": 30, "学会": 30, "能否参与评优": 18, "原因": 70, "文件": 26}
EVALUATION = {
    "学会": 30,
    "学科": 10,
    "按时建立党组织": 16,
    "建立的证据": 50,
    "按时填报台账": 16,
    "填报的证据": 50,
    "年检结论": 16,
}
FACTS = (Indicator.ESTABLISHED, Indicator.FILED)
AT_ONCE = 2000


def awards(rows: Iterable[Nominated], title: str):
    return _workbook(
        "拟评优学会",
        title,
        AWARDS,
        ((row.typed, str(row.society or ""), row.word, row.reasons, row.documents) for row in rows),
    )


def evaluation(inspection: Inspection):
    """学会评价 (note 2): for each society whether it established and filed in time, with the
    evidence: as it was signed, else as it is proposed."""
    cycle = inspection.cycle
    title = f"{cycle.year}年学会评价：党组织建立和台账建立情况（注2）"
    return _workbook("学会评价", title, EVALUATION, _evaluated(inspection))


def _evaluated(inspection) -> Iterator[tuple]:
    proposals = listed(inspection).select_related("society", "result").order_by("pk")
    proposals = proposals.prefetch_related("society__names")
    for proposal in proposals.iterator(chunk_size=AT_ONCE):
        signed = proposal.step == Step.SIGNED
        source = proposal.result if signed else proposal
        by_indicator = {finding.indicator: finding for finding in from_json(source.findings)}
        facts = []
        for indicator in FACTS:
            finding = by_indicator.get(indicator)
            facts.append(finding.outcome.label if finding else "")
            facts.append("；".join(fact.text for fact in finding.evidence) if finding else "")
        grade = source.get_grade_display()
        yield (
            str(proposal.society),
            codes.disciplines().name(proposal.society.discipline),
            *facts,
            grade if signed else f"建议{grade}",
        )


def _workbook(name: str, title: str, columns: dict[str, int], rows: Iterable[tuple]) -> IO[bytes]:
    """`columns` are titles with their widths."""
    book = Book()
    made = [Column(head, itemgetter(at), columns[head]) for at, head in enumerate(columns)]
    sheet = book.sheet(name, made, title)
    for row in rows:
        sheet.append(row)
    return book.saved()
