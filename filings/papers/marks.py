"""What a printed page says of the version that it shows, and the text of its QR code."""

import re
from dataclasses import dataclass

DIGITS = 12  # of the version's hash
_CODE = re.compile(r"PARTYREG:([^:\s]+):([1-9][0-9]*):([0-9a-f]{12})")


@dataclass(frozen=True)
class PageMark:
    """The version that a page shows: receipt, number and the first digits of its hash."""

    receipt: str
    number: int
    digits: str

    @classmethod
    def of(cls, version) -> "PageMark":
        return cls(version.filing.receipt, version.number, version.sha256[:DIGITS])

    @property
    def code(self) -> str:
        """The text of the QR code."""
        return f"PARTYREG:{self.receipt}:{self.number}:{self.digits}"


def parse_code(text: str) -> PageMark | None:
    """The mark that a scanned code stands for; None where it is not ours."""
    match = _CODE.fullmatch(text.strip())
    return PageMark(match[1], int(match[2]), match[3]) if match else None
