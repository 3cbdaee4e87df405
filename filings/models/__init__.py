"""The tables of this room: campaigns, extensions, filings, remarks, attached files, files on their
way into a draft, mailboxes."""

from filings.models.attachments import Attachment
from filings.models.books import Book, Print
from filings.models.comments import Comment, Reply
from filings.models.cycles import Cycle, Obligation
from filings.models.extensions import ExtendedObligation, Extension
from filings.models.filings import CONTENTS, Event, Filing, FilingQuerySet, Version
from filings.models.mailbox import Mailbox, MailboxFile
from filings.models.uploads import Upload

__all__ = [
    "Attachment",
    "Book",
    "CONTENTS",
    "Comment",
    "Cycle",
    "Event",
    "ExtendedObligation",
    "Extension",
    "Filing",
    "FilingQuerySet",
    "Mailbox",
    "MailboxFile",
    "Obligation",
    "Print",
    "Reply",
    "Upload",
    "Version",
]
