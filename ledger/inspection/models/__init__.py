"""The tables of this room: one file for what an inspection asks, one for proposals and the way to a
result, one for results and what follows from them."""

from ledger.inspection.models.inspections import CountedIndicator, Inspection, PenaltyTerm
from ledger.inspection.models.proposals import Defence, Notice, OfficialDocument, Proposal
from ledger.inspection.models.results import Lift, Penalty, Rectification, Result

__all__ = [
    "CountedIndicator",
    "Defence",
    "Inspection",
    "Lift",
    "Notice",
    "OfficialDocument",
    "Penalty",
    "PenaltyTerm",
    "Proposal",
    "Rectification",
    "Result",
]
