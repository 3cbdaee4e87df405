"""Office files are zips of XML: what one may hold before anything of it is parsed."""

import io
import re
import zipfile
import zlib

from societies.office.refusals import Refused, damaged, too_large

# A filled form of a thousand people is 100 KB packed and 3 MB unpacked; stamps and logos come atop.
MOST_ENTRIES = 2000
LARGEST_CONTENT = 64 * 1024 * 1024
LARGEST_XML = 16 * 1024 * 1024
_MARKUP = (".xml", ".rels")
# No program of an office writes a document type; entities can be grown without end.
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def check(data: bytes, *, largest_xml: int = LARGEST_XML) -> dict[str, bytes]:
    """The XML parts of a package by name; raises Refused for one that is broken or too large.

    What an entry unpacks to is cut at what it declares, so that the sum of declarations bounds it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, largest_xml)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise damaged("压缩格式的") from None
    except RuntimeError:  # of zipfile: an entry that asks for a password
        raise Refused("这个文件设有密码。", "请取消密码后再上传。") from None


def _parts(archive: zipfile.ZipFile, largest_xml: int) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise too_large(f"内含 {len(entries)} 个部件")
    markup = [entry for entry in entries if entry.filename.lower().endswith(_MARKUP)]
    for listed, limit in ((entries, LARGEST_CONTENT), (markup, largest_xml)):
        size = sum(entry.file_size for entry in listed)
        if size > limit:
            raise too_large(f"展开后有 {size // 1024**2} MB")
    parts = {}
    for entry in markup:
        content = parts[entry.filename] = archive.read(entry)
        if _DOCTYPE.search(content):
            raise damaged("被改动过的")
    return parts
