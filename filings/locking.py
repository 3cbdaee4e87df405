"""Filings, societies and obligations under their row locks: what every action begins with, inside
its transaction."""

from accounts.prepared import Prepared
from filings.models import Filing, Obligation
from societies.models import Society
from societies.queries import read_names

_locked = Prepared(lambda pk: Filing.objects.filter(pk=pk).select_for_update(of=("self",)))
_locked_with_society = Prepared(
    lambda pk: Filing.objects.filter(pk=pk).with_society().select_for_update(of=("self",))
)
_society = Prepared(
    lambda pk: (
        Society.objects.filter(pk=pk).select_related("support_unit").select_for_update(of=("self",))
    )
)
_obligation = Prepared(
    lambda cycle, society: Obligation.objects.filter(
        cycle=cycle, society=society
    ).select_for_update()
)


def locked(pk) -> Filing:
    return _locked.get(pk)


def locked_with_society(pk) -> Filing:
    """With what checks and posting read of the society and the cycle."""
    filing = _locked_with_society.get(pk)
    read_names(filing.society)
    return filing


def held_society(pk) -> Society:
    """One that leaves at this moment is seen to have left, or its leaving sees the filing that
    begins."""
    society = _society.get(pk)
    read_names(society)
    return society


def held_obligation(cycle, society) -> Obligation:
    return _obligation.get(cycle.pk, society.pk)
