"""Filings in each state, brought there by the real actions."""

from accounts.enums import Role
from filings import actions
from filings.models import Filing, Obligation
from tests.factories.documents import document
from tests.factories.register import ObligationFactory, SocietyFactory, UserFactory, secretary_of


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
