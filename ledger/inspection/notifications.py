"""Who is told what of an inspection: the filers of a society hear of its notice, of what was
signed, of what was lifted; the committee of what waits for its decision (accounts.notifications
tells)."""

from django.urls import reverse

from accounts.enums import NotificationKind, Role
from accounts.models import User
from accounts.notifications import notify
from ledger.inspection.enums import Grade
from societies import codes
from societies.queries import filers_of


def tell_of_notice(notice) -> None:
    proposal = notice.proposal
    left = f"可在 {notice.days} 日内申辩，到{notice.last_day:%Y年%-m月%-d日}24时为止。"
    _tell(
        proposal.society,
        proposal.inspection,
        key=f"notice-{notice.pk}",
        words=f"年检告知书（{notice.document}）",
        text=f"{notice.facts}\n{left}",
    )


def tell_of_defence(defence) -> None:
    _tell_committee(
        defence.filing,
        title=f"{defence.filing.society}：提交了申辩书",
        text=f"告知书：{defence.notice.document}。申辩审理后，一并决定结论和处理。",
        link=reverse("admin:filings_filing_change", args=[defence.filing_id]),
    )


def tell_of_mending(rectification) -> None:
    """That a report of rectification was approved."""
    result = rectification.result
    society = [result.inspection.cycle.year, result.society.slug]
    _tell_committee(
        rectification.filing,
        title=f"{result.society}：整改报告已批准",
        text="请查看重新检查的结果，决定是否解除处理。",
        link=reverse("inspection:society", args=society),
    )


def tell_of_result(result, penalties=()) -> None:
    text = f"文件：{result.document}。"
    if result.grade == Grade.FAILED:
        names = "、".join(codes.penalties().name(code) for code in penalties)
        text += f"处理：{names}（注3）。整改以后可以报送整改报告，申请解除。"
    _tell(
        result.society,
        result.inspection,
        key=f"result-{result.pk}",
        words=f"{result.inspection}结论为{result.get_grade_display()}",
        text=text,
    )


def tell_of_lifts(result, lifts) -> None:
    names = "、".join(lift.penalty.label for lift in lifts)
    _tell(
        result.society,
        result.inspection,
        key=f"lift-{lifts[0].pk}",
        words=f"已解除处理：{names}",
        text=f"文件：{lifts[0].document}，{lifts[0].on:%Y年%-m月%-d日}起。{lifts[0].reason}",
    )


def tell_of_results(inspection, document, societies) -> None:
    """Many societies at once, in words that are the same for all."""
    notify(
        filers_of(societies),
        kind=NotificationKind.INSPECTION,
        key=f"results-{inspection.pk}-{document.pk}",
        title=f"{inspection}结论已签发",
        text=f"文件：{document}。请查看本会的结论。",
        link=reverse("inspection:own"),
    )


def tell_of_evaluation(asker, cycle, *, on, counts, key: str) -> None:
    """Whoever asked for an evaluation (a queryset of Users), that it is done."""
    said = "，".join(f"建议{grade.label} {counts[grade]} 个" for grade in Grade)
    notify(
        asker,
        kind=NotificationKind.INSPECTION,
        key=f"evaluation-{key}",
        title=f"{cycle.inspection_year}年检：已检查（检查日 {on:%Y-%m-%d}）",
        text=f"{said}；已告知或已签发的 {counts['kept']} 个没有改动。",
        link=reverse("inspection:overview", args=[cycle.year]),
    )


def _tell_committee(filing, **told) -> None:
    """Once of each filing."""
    notify(
        User.objects.filter(role=Role.COMMITTEE),
        kind=NotificationKind.INSPECTION,
        key=f"inspection-filing-{filing.pk}",
        topic=f"filing:{filing.pk}",
        **told,
    )


def _tell(society, inspection, *, key: str, words: str, text: str) -> None:
    notify(
        filers_of([society.pk]),
        kind=NotificationKind.INSPECTION,
        key=f"inspection-{key}",
        topic=f"society:{society.slug}",
        title=f"{society}：{words}",
        text=text,
        link=reverse("inspection:society", args=[inspection.cycle.year, society.slug]),
    )
