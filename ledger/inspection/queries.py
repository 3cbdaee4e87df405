"""Standing (资格) of societies on a day, and where a society is on the way to its result."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from filings.enums import WAITING, State
from filings.findings import article_link
from filings.models import Filing
from ledger.inspection.enums import INSPECTION_FAILED, Grade, Step
from ledger.inspection.models import Defence, Notice, Penalty, Rectification, Result
from societies import codes
from societies.enums import Process

CLAUSE = "note-3"


@dataclass(frozen=True)
class Bar:
    """A penalty that keeps a society out of a process: its code (societies/codes/penalties.csv),
    the first and the last day (None: until it is lifted), the number of its document and the
    primary key of that one's PDF, if there is one."""

    penalty: str
    since: dt.date
    until: dt.date | None
    document: str
    pdf: int | None
    clause: str = article_link(CLAUSE)["label"]

    @property
    def label(self) -> str:
        return codes.penalties().name(self.penalty)

    @property
    def process(self) -> str:
        return codes.penalties()[self.penalty].blocks

    @property
    def text(self) -> str:
        """The reason in one sentence, for whoever is refused."""
        until = f"到{self.until:%Y年%-m月%-d日}" if self.until else "到解除为止"
        since = f"{self.since:%Y年%-m月%-d日}起"
        return f"{self.label}：{since}，{until}（{self.document}，{self.clause}）。"


def penalties_in_force(on: dt.date):
    """Penalties that hold on a day: begun, not over, not lifted, their result not corrected. One
    that stops nothing (通报批评) is done on its day and stays."""
    return (
        Penalty.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
        .exclude(lift__on__lte=on)
        .exclude(result__corrected_by__signed_on__lte=on)
    )


def failed_in_force(on: dt.date):
    """Results 不合格 by which the inspection counts as failed on a day (年检视为不合格)."""
    lasts = Q(failed_until=None) | Q(failed_until__gte=on)
    return Result.objects.in_force(on).filter(lasts, grade=Grade.FAILED)


def bars(societies: Collection[int], *, on: dt.date) -> dict[int, list[Bar]]:
    """What holds against each of these societies (primary keys) on a day; two queries."""
    found: dict[int, list[Bar]] = {}
    penalties = penalties_in_force(on).filter(result__society__in=societies)
    for society, *fields in penalties.values_list(
        "result__society",
        "code",
        "since",
        "until",
        "result__document__number",
        "result__document__pdf",
    ):
        found.setdefault(society, []).append(Bar(*fields))
    failed = failed_in_force(on).filter(society__in=societies)
    for society, *fields in failed.order_by("pk").values_list(
        "society", "signed_on", "failed_until", "document__number", "document__pdf"
    ):
        found.setdefault(society, []).append(Bar(INSPECTION_FAILED, *fields))
    return found


def standing(society, *, on: dt.date) -> dict[Process, list[Bar]]:
    """资格 of a society on a day: for each process what bars it; an empty list is 'allowed'. The
    one answer for page, endpoint and hold."""
    held = bars([society.pk], on=on).get(society.pk, [])
    return {process: [bar for bar in held if bar.process == process] for process in Process}


def ask_holds(societies: Collection[int], process: str, on: dt.date) -> dict[int, str]:
    """societies.holds.Ask: why each of these societies is kept out of a process on a day."""
    return {
        society: next(bar.text for bar in held if bar.process == process)
        for society, held in bars(societies, on=on).items()
        if any(bar.process == process for bar in held)
    }


def open_notice(society, cycle) -> Notice | None:
    """The notice that a society may answer or has answered, while nothing is decided on it."""
    notices = Notice.objects.filter(
        proposal__society=society,
        proposal__inspection__cycle=cycle,
        proposal__step=Step.NOTICED,
    )
    return notices.select_related("proposal", "document").first()


def defence_of(notice) -> Filing | None:
    """The filing that answers a notice: submitted in time and not withdrawn."""
    held = Filing.objects.filter(defence__notice=notice)
    return held.exclude(state__in=[State.DRAFT, State.DISCARDED]).order_by("-pk").first()


def defence_problem(society, cycle, *, on: dt.date) -> str:
    """Why a society may not answer a notice on a day; '' where it may. The last day counts to its
    end, 24:00 Asia/Shanghai; one that staff returned may come again until its own due date."""
    notice = open_notice(society, cycle)
    if notice is None:
        return "没有待答复的告知书。"
    if on <= notice.last_day:
        return ""
    returned = Defence.objects.filter(
        notice=notice, filing__state=State.RETURNED, filing__return_due__gte=on
    )
    if returned.exists():
        return ""
    return f"申辩期已于{notice.last_day:%Y年%-m月%-d日}24时届满。"


def is_undecided(filing: Filing, *, on: dt.date) -> bool:
    """Whether a defence still waits for a decision; one that was returned and not sent again in
    time does not."""
    back = filing.state == State.RETURNED and filing.return_due >= on
    return filing.state in WAITING or back


def _stopping() -> list[str]:
    return [p.code for p in codes.penalties() if p.blocks and p.code != INSPECTION_FAILED]


def liftable(result, *, on: dt.date):
    """Penalties of a result that hold on a day and can be lifted: those that stop a process. The
    result itself is not lifted, only corrected."""
    held = penalties_in_force(on).filter(result=result, lift=None)
    return held.filter(code__in=_stopping())


def result_to_rectify(society, *, on: dt.date) -> Result | None:
    """The latest result 不合格 that still has penalties to be lifted on a day, or that was never
    rectified: the next inspection asks for it, also when the penalties are over (note 3)."""
    held = penalties_in_force(on).filter(result=OuterRef("pk"), code__in=_stopping())
    mended = Rectification.objects.filter(result=OuterRef("pk"), filing__state=State.APPROVED)
    failed = Result.objects.in_force(on).filter(society=society, grade=Grade.FAILED)
    failed = failed.filter(Exists(held) | ~Exists(mended)).select_related("inspection__cycle")
    return failed.order_by("-signed_on", "-pk").first()
