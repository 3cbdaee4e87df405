"""Signed results of inspections against their hashes and the proposals that they were signed on."""

from ledger.inspection.actions import result_hash
from ledger.inspection.enums import Grade, Step
from ledger.inspection.models import Proposal, Result

CHUNK = 200


def check_inspection(report) -> None:
    """The hash over class, evidence and penalties of every result; that its evidence is that of its
    proposal, that nobody was punished without notice, and which proposals count as signed."""
    results = Result.objects.select_related("proposal", "proposal__notice", "document", "corrects")
    for result in results.prefetch_related("penalties").order_by("pk").iterator(chunk_size=CHUNK):
        what = f"年检结论 {result.pk}"
        penalties, proposal = list(result.penalties.all()), result.proposal
        report.count("年检结论")
        report.count("处理", len(penalties))
        if result.sha256 != result_hash(result, penalties):
            report.differ(f"{what}：摘要与内容不符")
        stored = (result.society_id, result.on, result.proposed, result.findings)
        computed = (proposal.society_id, proposal.on, proposal.grade, proposal.findings)
        if stored != computed:
            report.differ(f"{what}：与签发时的建议不符")
        if result.grade == Grade.FAILED and not hasattr(proposal, "notice"):
            report.differ(f"{what}：不合格而没有告知书")
        if penalties and result.grade != Grade.FAILED:
            report.differ(f"{what}：不是不合格，却有处理")
        if result.corrects and result.corrects.society_id != result.society_id:
            report.differ(f"{what}：更正的是别的学会的结论")
    open_ones = Proposal.objects.open().filter(result__isnull=False)
    unsigned = Proposal.objects.filter(step=Step.SIGNED, result=None)
    for proposal in (open_ones | unsigned).order_by("pk").iterator(chunk_size=CHUNK):
        report.differ(f"年检建议 {proposal.pk}：进度与结论不符")
    report.count("年检建议", Proposal.objects.count())
