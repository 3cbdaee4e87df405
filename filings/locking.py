"""A filing under its row lock: what every action begins with, inside its transaction."""

from accounts.prepared import Prepared
from filings.models import Filing
from societies.queries import read_names

_locked = Prepared(lambda pk: Filing.objects.filter(pk=pk).select_for_update(of=("self",)))
_locked_with_society = Prepared(
    lambda pk: Filing.objects.filter(pk=pk).with_society().select_for_update(of=("self",))
)


def locked(pk) -> Filing:
    return _locked.get(pk)


def locked_with_society(pk) -> Filing:
    """With what checks and posting read of the society and the cycle."""
    filing = _locked_with_society.get(pk)
    read_names(filing.society)
    return filing
