"""Societies on the way through the inspection of 2017, brought there by the real actions: one that
filed nothing is 不合格 by note 3."""

import datetime as dt

from django.utils import timezone

from accounts import clock
from accounts.enums import Role
from filings import actions as filings
from filings.models import Filing
from ledger.inspection import actions
from ledger.inspection.enums import Grade
from ledger.inspection.filing_kinds import DEFENCE, RECTIFICATION
from ledger.inspection.models import Notice, Proposal, Result
from ledger.inspection.proposing import judge_one, open_inspection
from tests.factories.register import (
    CycleFactory,
    ObligationFactory,
    UserFactory,
    secretary_of,
)

INSPECTION_DAY = dt.date(2018, 1, 15)
NOTICE_DAY = dt.date(2018, 1, 22)
LAST_DAY = dt.date(2018, 2, 1)
DECISION_DAY = dt.date(2018, 2, 12)


def on_day(day: dt.date, *time: int):
    """Pretend a moment in Asia/Shanghai, noon where no time is given."""
    moment = dt.datetime.combine(day, dt.time(*(time or (12,))))
    return clock.pretend(timezone.make_aware(moment, timezone.get_default_timezone()))


def reviewer():
    return UserFactory(role=Role.REVIEWER)


def committee():
    return UserFactory(role=Role.COMMITTEE)


def proposed(society=None) -> Proposal:
    """The proposal 不合格 of a society that owed a filing and did nothing."""
    society = society or ObligationFactory().society
    with on_day(INSPECTION_DAY):
        proposal = judge_one(open_inspection(CycleFactory()), society, on=INSPECTION_DAY)
        proposal.save()
    return proposal


def noticed(society=None, *, by=None) -> Notice:
    proposal = proposed(society)
    with on_day(NOTICE_DAY):
        return actions.give_notice(
            proposal.pk,
            by=by or reviewer(),
            number=f"吉科协告字〔2018〕{proposal.pk}号",
            dated=NOTICE_DAY,
            reason="未按注1完成。",
        )


def decided(society=None, *, by=None, **fields) -> Result:
    """Signed as 不合格 with all five penalties, unless `fields` of the decision say otherwise."""
    notice = noticed(society)
    with on_day(DECISION_DAY):
        fields = {"number": f"吉科协决字〔2018〕{notice.pk}号", "dated": DECISION_DAY, **fields}
        return actions.decide(notice.proposal_id, by=by or committee(), **fields)


def benign() -> Proposal:
    """A proposal 基本合格: the same society, looked at as one whose organization and ledger are
    there. Evaluation itself is tested with real filings."""
    proposal = proposed()
    Proposal.objects.filter(pk=proposal.pk).update(grade=Grade.BASIC)
    proposal.refresh_from_db()
    return proposal


# What a society writes at the least.
CELLS = {
    DEFENCE.code: {"notice": "告知书", "reasons": "支撑单位批复延期。"},
    RECTIFICATION.code: {"done": "已建立党组织，补报台账。", "done_on": "2018年4月2日"},
}


def drafted(kind, society, cycle) -> Filing:
    """A draft by which a society answers an inspection, ready to be sent."""
    by = secretary_of(society)
    filing = filings.start(kind.code, society=society, cycle=cycle, by=by)
    return filings.save_draft(filing.pk, by=by, cells=CELLS[kind.code])


def sent(kind, society, cycle) -> Filing:
    filing = drafted(kind, society, cycle)
    filings.submit(filing.pk, by=secretary_of(society))
    return filing


def rectified(society=None) -> Result:
    """Signed as 不合格, its rectification approved on 2018-04-20."""
    result, staff = decided(society), reviewer()
    with on_day(dt.date(2018, 4, 20)):
        filing = sent(RECTIFICATION, result.society, result.inspection.cycle)
        filings.claim(filing.pk, by=staff)
        filings.approve(filing.pk, by=staff, version=1)
    return result
