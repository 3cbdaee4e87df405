"""What a file is, by its content: its name says nothing."""

import enum
import io
import re
import zipfile

from societies.office.refusals import Refused, damaged, too_large

LARGEST_FILE = 20 * 1024 * 1024


class Format(enum.Enum):
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"


ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = "这是图片，不是填好的表格文件。"
_ATTACH = "系统不识别图片里的字，请上传填写时的 .xlsx 或 .docx 文件。"
_ARCHIVE = Refused("这是压缩包。", "请解压，再逐个上传里面的 .xlsx 或 .docx 文件。")
_MACROS = Refused("这个文件带有宏，为安全起见不予读取。", "请另存为不带宏的 .xlsx 或 .docx。")
_ENCRYPTED = Refused("这个文件设有打开密码。", "请取消密码，另存为 .xlsx 或 .docx 后再上传。")
# First bytes, or a pattern of them, of what people send by mistake.
_OTHERS = (
    (re.compile(rb"%PDF-"), Refused("这是 PDF 文件。", "请上传填写时的 .xlsx 或 .docx 文件。")),
    (
        re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP", re.S),
        Refused(_PICTURE, _ATTACH),
    ),
    (re.compile(rb".{4}ftyp(heic|heix|mif1|msf1|hevc|avif)", re.S), Refused(_PICTURE, _ATTACH)),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"), _ARCHIVE),
    (re.compile(rb"PK\x05\x06"), Refused("这是空的压缩包。")),
    (re.compile(rb"\{\\rtf"), Refused("这是 RTF 文件。")),
    (re.compile(rb"\s*<", re.S), Refused("这是网页或 XML 文件，只是用了表格的名字。")),
)


def check_size(size: int) -> None:
    """Refuse what is too large, before it comes into memory."""
    if size > LARGEST_FILE:
        raise too_large(f"有 {size // 1024**2} MB")


def sniff(data: bytes) -> Format:
    """The format of a file that can be read; raises Refused for any other."""
    check_size(len(data))
    if not data.strip(b"\0"):
        raise Refused("这是空文件。", "请确认文件里有内容，再重新上传。")
    if data.startswith(ZIP):
        return _zip(data)
    if data.startswith(OLE):
        return _ole(data)
    text = data.removeprefix(b"\xef\xbb\xbf")
    for pattern, refusal in _OTHERS:
        if pattern.match(text):
            raise Refused(refusal.reason, refusal.advice)
    raise Refused("这不是表格文件，看不出是什么。")


def _zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise damaged("压缩格式的") from None
    if any(name.endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
        raise Refused(_MACROS.reason, _MACROS.advice)
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.bin" in names:
        raise Refused("这是 .xlsb 文件。")
    if "content.xml" in names:
        raise Refused("这是 OpenDocument 文件（.ods 或 .odt）。")
    if "ppt/presentation.xml" in names:
        raise Refused("这是演示文稿，不是表格。")
    raise Refused(_ARCHIVE.reason, _ARCHIVE.advice)


def _ole(data: bytes) -> Format:
    """The old container of Office holds many things; the names of its streams tell which."""
    names = _stream_names(data)
    if "EncryptedPackage" in names:
        raise Refused(_ENCRYPTED.reason, _ENCRYPTED.advice)
    if "WordDocument" in names:
        raise Refused("这是旧格式的 Word 文件（.doc 或 .wps）。", "请另存为 .docx 后再上传。")
    if not names & {"Workbook", "Book"}:
        raise Refused("这是旧格式的文件，里面没有工作表。")
    if "_VBA_PROJECT_CUR" in names:
        raise Refused(_MACROS.reason, _MACROS.advice)
    return Format.XLS


# An entry of the directory: a name in UTF-16, padded to 64 bytes, then its length in bytes.
_KNOWN_STREAMS = ("EncryptedPackage", "WordDocument", "Workbook", "Book", "_VBA_PROJECT_CUR")


def _stream_names(data: bytes) -> set[str]:
    found = set()
    for name in _KNOWN_STREAMS:
        entry = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(
            2, "little"
        )
        at = data.find(entry)
        while at >= 0 and at % 128:
            at = data.find(entry, at + 1)
        if at >= 0:
            found.add(name)
    return found
