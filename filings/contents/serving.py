"""An attached file on its way to a browser, which must not run, guess or keep anything of it."""

from django.http import FileResponse, Http404

from filings.enums import ContentType


def serve(attachment) -> FileResponse:
    """The file; the caller has asked whether it may be seen. A picture opens in the browser, a PDF,
    whose viewer no sandbox lets run, is saved."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None  # `manage.py verify` says which files are gone
    return FileResponse(
        file,
        as_attachment=attachment.content_type == ContentType.PDF,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
