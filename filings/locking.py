"""Filings, societies and obligations under their row locks: what every action begins with, inside
its transaction."""

from accounts.prepared import Prepared
from filings.models import Filing, Obligation
from societies.models import Society
from societies.queries import read_names


@Prepared
def _locked(pk):
    return Filing.objects.filter(pk=pk).select_for_update(of=("self",))


def locked(pk) -> Filing:
    return _locked.get(pk)


@Prepared
def _locked_with_society(pk):
    return Filing.objects.filter(pk=pk).with_society().select_for_update(of=("self",))


def locked_with_society(pk) -> Filing:
    """With what checks and posting read of the society and the cycle."""
    filing = _locked_with_society.get(pk)
    read_names(filing.society)
    return filing


@Prepared
def _locked_to_decide(pk):
    return _locked_with_society.build(pk).light()


def locked_to_decide(pk) -> Filing:
    """The same without the texts of the draft: a decision is about a version, and saves none of
    them."""
    filing = _locked_to_decide.get(pk)
    read_names(filing.society)
    return filing


@Prepared
def _society(pk):
    societies = Society.objects.filter(pk=pk).select_related("support_unit")
    return societies.select_for_update(of=("self",))


def held_society(pk) -> Society:
    """One that leaves at this moment is seen to have left, or its leaving sees the filing that
    begins."""
    society = _society.get(pk)
    read_names(society)
    return society


@Prepared
def _obligation(cycle, society):
    return Obligation.objects.filter(cycle=cycle, society=society).select_for_update()


def held_obligation(cycle, society) -> Obligation:
    return _obligation.get(cycle.pk, society.pk)
