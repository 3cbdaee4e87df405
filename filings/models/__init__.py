"""The tables of this room: one file for campaigns, one for extensions, one for filings, one for
remarks, one for attached files."""

from filings.models.attachments import Attachment
from filings.models.comments import Comment, Reply
from filings.models.cycles import Cycle, Obligation
from filings.models.extensions import ExtendedObligation, Extension
from filings.models.filings import CONTENTS, Event, Filing, FilingQuerySet, Version

__all__ = [
    "Attachment",
    "CONTENTS",
    "Comment",
    "Cycle",
    "Event",
    "ExtendedObligation",
    "Extension",
    "Filing",
    "FilingQuerySet",
    "Obligation",
    "Reply",
    "Version",
]
