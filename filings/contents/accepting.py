"""An attached file as it is kept. What it is, its content says; its name says nothing."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from filings.contents import pictures
from filings.contents.refusing import Unacceptable
from filings.enums import ContentType

LARGEST = 20 * 1024 * 1024
ACCEPTED = "请上传 PDF、JPG、PNG 或 HEIC 文件。"
_HEIC = re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL)
# First bytes of what people send by mistake.
_OTHERS = (
    (re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0"), "这是 Word、Excel 文件或压缩包。"),
    (re.compile(rb"GIF8|BM|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftypavif", re.DOTALL), "这种图片不收。"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "这是视频。"),
)


@dataclass(frozen=True)
class Content:
    """What is stored of an attached file."""

    type: ContentType
    data: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def accept(data: bytes) -> Content:
    """A file as it is kept: pictures drawn anew without what was hidden in them, PDFs as they came.
    Raises Unacceptable."""
    if not data:
        raise Unacceptable("这是空文件。" + ACCEPTED)
    if len(data) > LARGEST:
        raise too_large()
    if data.startswith(b"%PDF-"):
        # Half a second that only PDFs need.
        from filings.contents import pdfs

        pdfs.check(data)
        return Content(ContentType.PDF, data)
    if data.startswith(b"\xff\xd8\xff"):
        return Content(ContentType.JPEG, pictures.redraw_jpeg(data))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Content(ContentType.PNG, pictures.redraw_png(data))
    if _HEIC.match(data):
        return Content(ContentType.JPEG, pictures.redraw_heic(data))
    what = next((text for pattern, text in _OTHERS if pattern.match(data)), "看不出这是什么文件。")
    raise Unacceptable(what + ACCEPTED)


def too_large() -> Unacceptable:
    return Unacceptable(f"文件超过 {LARGEST // 1024**2} MB，请缩小或分成几个文件上传。")
