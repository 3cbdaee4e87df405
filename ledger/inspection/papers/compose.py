"""Circulars and notices as letters, from their frozen rows."""

from collections import defaultdict

from django.conf import settings

from ledger.inspection.models import Circular, CircularRow, Notice
from ledger.inspection.papers.letter import Letter
from societies import codes

OFFICE = "{association}办公室"


def opening_of(inspection) -> str:
    """How a circular begins, as its first draft."""
    cycle = inspection.cycle
    return (
        f"根据《{cycle.document_title}》（{cycle.document_number}）注1，各省级学会应于"
        f"{cycle.deadline:%Y年%-m月%-d日}前完成建立党组织、党建工作台账工作并报送省科协。"
        f"经{cycle.inspection_year}年年检党建检查，并经省科技社团党委决定，下列学会未如期完成："
    )


CLOSING = (
    "依照注3，对以上学会予以通报批评。各有关学会要按照工作要点认真整改，整改情况报送省科协；"
    "各省级学会要引以为戒，切实把党建工作与业务工作有机结合。"
)


def title_of(inspection) -> str:
    return f"关于{inspection.cycle.inspection_year}年年检党建检查的通报"


def circular_letter(circular: Circular, rows: list[CircularRow], *, number: str, dated) -> Letter:
    """A circular, issued or, without a number, as a draft. Societies stand together by what they
    failed."""
    by_cause = defaultdict(list)
    for row in rows:
        by_cause[row.cause].append(row.society_name)
    lists = [
        f"{cause}的 {len(names)} 个：{'、'.join(names)}。" for cause, names in by_cause.items()
    ]
    return Letter(
        issuer=settings.ASSOCIATION_NAME,
        number=number,
        title=circular.title,
        addressee="各省级学会",
        body=(*_paragraphs(circular.opening), *lists, *_paragraphs(circular.closing)),
        dated=dated,
        copied_to="省科技社团党委",
        printed_by=OFFICE.format(association=settings.ASSOCIATION_NAME),
    )


def notice_letter(notice: Notice) -> Letter:
    """告知书 to one society: facts, reason, the penalties in view, how and until when to answer."""
    proposal = notice.proposal
    society, cycle = proposal.society, proposal.inspection.cycle
    penalties = "、".join(codes.penalties().name(code) for code in notice.penalties)
    body = (
        f"经{cycle.inspection_year}年年检党建检查（检查日{proposal.on:%Y年%-m月%-d日}），"
        f"拟确定你会结论为{proposal.get_grade_display()}。现将有关事项告知如下：",
        "一、事实",
        *_paragraphs(notice.facts),
        "二、理由和依据",
        *_paragraphs(notice.reason),
        "三、拟作的处理",
        f"{penalties}。",
        "四、你会的权利",
        f"你会可以自告知之日起 {notice.days} 日内，即{notice.last_day:%Y年%-m月%-d日}24时前，"
        "在学会党建工作台账系统提交申辩书和证明材料。逾期不申辩的，不影响作出决定。",
    )
    return Letter(
        issuer=settings.ASSOCIATION_NAME,
        number=notice.document.number,
        title="年检党建检查告知书",
        addressee=society.name_on(notice.given_on),
        body=body,
        dated=notice.document.dated,
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
