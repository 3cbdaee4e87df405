"""Why a file is not kept."""

from filings.rules import MoveNotAllowed


class Unacceptable(MoveNotAllowed):
    """A file that is not kept; `str()` says in Chinese what it is and what to do."""
