"""Editions as downloads, and the links to them."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header

from filings.papers.editions import Edition
from filings.papers.writers import WRITERS

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')  # in the names of files


def writer_or_404(suffix: str):
    if suffix not in WRITERS:
        raise Http404
    return WRITERS[suffix]


def links(address: Callable[[str], str]) -> list[dict]:
    """A link for each format; `address` gives its URL by the suffix."""
    return [
        {"label": writer.label, "suffix": suffix, "url": address(suffix)}
        for suffix, writer in WRITERS.items()
    ]


def download(request, edition: Edition, suffix: str, *, back: str) -> HttpResponse:
    """The file of an edition; a notice with a link `back` where this machine cannot print."""
    writer = writer_or_404(suffix)
    if suffix == "pdf" and not settings.PDF:
        return render(request, "filings/no_pdf.html", {"back": back}, status=503)
    response = HttpResponse(writer.write(edition), content_type=writer.content_type)
    name = f"{_UNSAFE.sub('-', edition.title)}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    add_never_cache_headers(response)
    return response
