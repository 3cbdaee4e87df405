"""Filings in each state, brought there by the real actions."""

from accounts.enums import Role
from filings import actions, comments, staff_actions
from filings.enums import State
from filings.models import Filing, Obligation
from tests.factories.documents import document
from tests.factories.register import ObligationFactory, SocietyFactory, UserFactory, secretary_of
from tests.kinds import COMMITTEE_PLAIN, REFUSABLE


def FilingFactory(society=None, *, obligation=None, content=None, **cells) -> Filing:
    """A draft of the 2017 registration that can be submitted. `content` replaces the document."""
    society = society or (obligation.society if obligation else SocietyFactory())
    obligation = (
        obligation
        or Obligation.objects.filter(society=society).first()
        or ObligationFactory(society=society)
    )
    filing = actions.start(
        "registration", society=society, cycle=obligation.cycle, by=secretary_of(society)
    )
    filing.document = content or document(society, **cells)
    filing.save()
    return filing


def typed(society=None, *, by) -> Filing:
    """A paper filing that staff type for a society (代填), ready to be submitted."""
    obligation = ObligationFactory(society=society or SocietyFactory())
    society = obligation.society
    filing = actions.start("registration", society=society, cycle=obligation.cycle, by=by)
    filing.document = document(society)
    filing.save()
    explain(filing)
    return filing


def submitted(society=None, **kwargs) -> Filing:
    filing = FilingFactory(society, **kwargs)
    explain(filing)
    actions.submit(filing.pk, by=secretary_of(filing.society))
    return Filing.objects.get(pk=filing.pk)


def explain(filing) -> None:
    """Answer every warning of a draft."""
    warnings = actions.check(filing).of("warning")
    filing.answers["explanations"] = {warning.key: "情况属实。" for warning in warnings}
    filing.save()


def claimed(filing=None, *, by=None) -> Filing:
    filing = filing or submitted()
    actions.claim(filing.pk, by=by or UserFactory(role=Role.REVIEWER))
    return Filing.objects.get(pk=filing.pk)


def approve(filing=None, *, by=None, choices=None) -> Filing:
    filing = filing or submitted()
    if filing.claimed_by is None:
        filing = claimed(filing, by=by)
    number = filing.versions.count()
    actions.approve(filing.pk, by=filing.claimed_by, version=number, choices=choices)
    return Filing.objects.get(pk=filing.pk)


def in_every_state(reviewer) -> list[int]:
    """Keys of filings in every state, a submitted one first; what somebody has in hand, the
    reviewer has. The committee has one of its own."""
    returned, refused, discarded = claimed(by=reviewer), of_kind(REFUSABLE), submitted()
    actions.return_filing(returned.pk, by=reviewer, version=1, reason="unclear", text="请写清楚。")
    actions.claim(refused.pk, by=reviewer)
    staff_actions.refuse(refused.pk, by=reviewer, version=1, text="不符合规定。")
    actions.withdraw(discarded.pk, by=secretary_of(discarded.society))
    Filing.objects.filter(pk=discarded.pk).update(state=State.DISCARDED)
    refusable = of_kind(REFUSABLE)
    actions.claim(refusable.pk, by=reviewer)
    filings = [submitted(), claimed(by=reviewer), approve(), returned, refused, discarded]
    filings += [refusable, of_kind(COMMITTEE_PLAIN), typed(by=reviewer)]
    comments.add_comment(filings[1].pk, by=reviewer, path="", text="请核对。")
    assert {row.state for row in Filing.objects.light()} == set(State)
    return [filing.pk for filing in filings]


def of_kind(kind) -> Filing:
    """A submitted filing of a kind without official tables."""
    obligation = ObligationFactory()
    by = secretary_of(obligation.society)
    filing = actions.start(kind.code, society=obligation.society, cycle=obligation.cycle, by=by)
    actions.submit(filing.pk, by=by)
    return filing
