"""The tables of this room: one file for what an inspection asks, one for proposals and the way to a
result, one for results and what follows from them, one for circulars, one for the documents by
which all that is done."""

from ledger.inspection.models.circulars import Circular, CircularRow, NumberSeries
from ledger.inspection.models.documents import DocumentFile, OfficialDocument
from ledger.inspection.models.inspections import CountedIndicator, Inspection, PenaltyTerm
from ledger.inspection.models.proposals import Defence, Notice, Proposal
from ledger.inspection.models.results import Lift, Penalty, Rectification, Result

__all__ = [
    "Circular",
    "CircularRow",
    "CountedIndicator",
    "Defence",
    "DocumentFile",
    "Inspection",
    "Lift",
    "Notice",
    "NumberSeries",
    "OfficialDocument",
    "Penalty",
    "PenaltyTerm",
    "Proposal",
    "Rectification",
    "Result",
]
