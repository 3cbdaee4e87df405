"""The brief: one A4 page for a meeting, the cards of the leaders' page on paper."""

import atexit
import datetime as dt
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from ledger.coverage import cards, charts
from ledger.coverage.rows import first_uncovered

# A day → {"title", "text"} or None: what rooms below add to the brief.
_sections: list[Callable[[dt.date], dict | None]] = []


def register_section(section: Callable[[dt.date], dict | None]) -> None:
    _sections.append(section)


def html(source, *, now) -> str:
    """The page that is printed."""
    context = cards.overview(source, sizes={"paper": charts.PAPER})
    figures = context["figures"]
    context["rates"] = [
        ("组织覆盖率", figures["organization_directive"], figures["organization_statistics"]),
        ("工作覆盖率", figures["work_directive"], figures["work_statistics"]),
    ]
    context["names"] = [row.name for row in first_uncovered(source)]
    context["sections"] = [found for ask in _sections if (found := ask(source.on))]
    page = {"now": now, "association_name": settings.ASSOCIATION_NAME, "demo": settings.DEMO}
    return render_to_string("coverage/brief.html", context | page)


def pdf(page: str) -> bytes:
    """Print a page with the product's own style sheet and fonts."""
    # Half a second and a hundred megabytes that only printing needs.
    from weasyprint import HTML

    style, fonts = _style()
    return HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)


@cache
def _style():
    """Style sheet and fonts, read once: unpacking the fonts takes longer than printing."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(_style.cache_clear)  # fonts are given back while the library still stands
    return CSS(filename=finders.find("css/brief.css"), font_config=fonts), fonts
