"""Printing: a page of HTML with the product's own style sheets and fonts as PDF."""

import atexit
from functools import cache

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from filings.papers.editions import Edition
from filings.papers.html import pages

SHEETS = ("css/tokens.css", "css/paper.css", "css/pdf.css")


def write_pdf(edition: Edition) -> bytes:
    """An edition on A4, its mark on every page."""
    return render_pdf(printed_html(edition), *SHEETS)


def printed_html(edition: Edition) -> str:
    """The page that is printed."""
    return render_to_string(
        "filings/papers/print.html",
        {
            "title": edition.title,
            "pages": pages(edition.kind.tables, edition.document),
            "notes": edition.notes,
            "mark": edition.mark,
            "code": _squares(edition.mark.code) if edition.mark else None,
        },
    )


def _squares(code: str) -> dict:
    """A QR code as a drawing: how many squares it is wide, and the path around the dark ones."""
    import qrcode

    drawing = qrcode.QRCode(border=0)
    drawing.add_data(code)
    rows = drawing.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"size": len(rows), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}


def render_pdf(html: str, *sheets: str) -> bytes:
    """Print a page. `sheets` are paths of static files, such as 'css/brief.css'. Ask settings.PDF
    first: without the libraries the import fails."""
    # Half a second and a hundred megabytes that only printing needs.
    from weasyprint import HTML

    styles, fonts = _styles(sheets)
    return HTML(string=html).write_pdf(stylesheets=styles, font_config=fonts)


@cache
def _styles(sheets: tuple[str, ...]):
    """Style sheets and fonts, read once: unpacking the fonts takes longer than printing."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(_styles.cache_clear)  # fonts are given back while the library still stands
    return [CSS(filename=finders.find(path), font_config=fonts) for path in sheets], fonts
