"""What societies file beside the registration: each kind one module."""

from ledger.inspection.filing_kinds.defence import DEFENCE
from ledger.inspection.filing_kinds.project import PROJECT
from ledger.inspection.filing_kinds.rectification import RECTIFICATION

KINDS = (DEFENCE, RECTIFICATION, PROJECT)
