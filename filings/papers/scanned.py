"""The codes on scanned pages. Run as a program (`python -m filings.papers.scanned`) it reads the
pages of a PDF: a file that breaks the reader, or takes too much, ends that process and no other."""

import io
import json
import resource
import subprocess
import sys
from pathlib import Path

from filings.papers.marks import parse_code

ROOT = Path(__file__).parents[2]
PAGES = 60  # of one PDF; more are not looked at
LONGEST_SIDE = 2200  # dots: our code is 18 mm wide, 4 dots a square on A4
SECONDS, MEGABYTES = 60, 1024


def codes_in_picture(data: bytes) -> list[dict]:
    """Our codes in a picture as {"page": 1, "receipt", "number", "digits"}."""
    from PIL import Image

    return _ours(1, _texts(Image.open(io.BytesIO(data))))


def codes_in_pdf(data: bytes) -> list[dict]:
    """Our codes on the pages of a PDF, page by page; on those that could be read in time."""
    command = [sys.executable, "-m", "filings.papers.scanned"]
    try:
        ended = subprocess.run(
            command, input=data, capture_output=True, cwd=ROOT, timeout=SECONDS, check=False
        )
        printed = ended.stdout
    except subprocess.TimeoutExpired as late:
        printed = late.stdout or b""
    whole = printed[: printed.rfind(b"\n") + 1].splitlines()
    return [code for line in whole for code in _ours(*json.loads(line))]


def _ours(page: int, texts: list[str]) -> list[dict]:
    marks = [mark for text in texts if (mark := parse_code(text))]
    return [{"page": page, **vars(mark)} for mark in marks]


def _texts(picture) -> list[str]:
    # Readers that only scans need; the process that serves pages starts without them.
    import zxingcpp

    found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def _print_pages(data: bytes) -> None:
    """One line a page: its number, and the texts of its codes."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for number in range(1, min(len(document), PAGES) + 1):
            page = document[number - 1]
            picture = page.render(scale=LONGEST_SIDE / max(page.get_size()), grayscale=True)
            print(json.dumps([number, _texts(picture.to_pil())]), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _print_pages(sys.stdin.buffer.read())
