"""Printing: a page of HTML with the product's own style sheets and fonts as PDF."""

import atexit
from functools import cache

from django.contrib.staticfiles import finders


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
