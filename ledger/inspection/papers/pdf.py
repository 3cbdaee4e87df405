"""Official documents printed by WeasyPrint with css/letter.css."""

from django.template.loader import render_to_string

from filings.papers.pdf import render_pdf
from ledger.inspection.papers.letter import Letter


def write_pdf(letter: Letter) -> bytes:
    """A4; ask settings.PDF first."""
    page = render_to_string("inspection/letter.html", {"letter": letter})
    return render_pdf(page, "css/letter.css")
