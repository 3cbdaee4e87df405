"""What people upload as a mailbox, as files: zips are opened, what systems leave in them is
skipped, and nothing is unpacked that is too large."""

import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from societies.office.refusals import Refused, damaged, too_large
from societies.office.sniffing import LARGEST_FILE, ZIP

MOST_FILES = 300
MOST_BYTES = 200 * 1024 * 1024
LONGEST_NAME = 255
_UTF8, _ENCRYPTED = 0x800, 0x1
_LEFTOVER_FOLDERS = {"__MACOSX"}
_LEFTOVERS = {"thumbs.db", "desktop.ini"}
# Files of Office and OpenDocument are zips too, and are read as one file.
_PACKAGES = {"[Content_Types].xml", "mimetype", "content.xml"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True)
class Packed:
    """A file that is not read yet. `name` is for display: no path is made of it."""

    name: str
    size: int
    _read: Callable[[], bytes]
    is_encrypted: bool = False

    def read(self) -> bytes:
        """Its bytes; raises Refused where it has to stay shut."""
        if self.is_encrypted:
            raise Refused("这个文件设有密码。", "请取消密码后再载入。")
        if self.size > LARGEST_FILE:
            raise too_large(f"有 {self.size // 1024**2} MB")
        try:
            return self._read()
        except (*_BROKEN, RuntimeError):
            raise damaged("压缩包里的") from None


def unpack(uploads: Iterable[tuple[str, BinaryIO]]) -> tuple[list[Packed], int]:
    """The files in what was uploaded, and how many leftovers were skipped. Raises Refused where
    there is nothing to load, or too much."""
    found = [packed for name, file in uploads for packed in _opened(name, file)]
    kept = [packed for packed in found if not is_leftover(packed.name)]
    if not kept:
        raise Refused("没有可以载入的文件。", "请选择装有表格文件的 .zip，或者直接选择表格文件。")
    if len(kept) > MOST_FILES:
        raise Refused(f"共有 {len(kept)} 个文件。", f"一次最多载入 {MOST_FILES} 个，请分几次载入。")
    size = sum(packed.size for packed in kept)
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise Refused(
            f"展开后共有 {size // 1024**2} MB。", f"一次最多载入 {most} MB，请分几次载入。"
        )
    return kept, len(found) - len(kept)


def is_leftover(name: str) -> bool:
    """What a Mac, Windows or an open Office program leaves beside files."""
    *folders, last = name.split("/")
    return (
        bool(_LEFTOVER_FOLDERS & set(folders))
        or last.startswith((".", "~$"))
        or last.lower() in _LEFTOVERS
    )


def _opened(name: str, file: BinaryIO) -> list[Packed]:
    size = file.seek(0, 2)
    whole = Packed(plain_name(name), size, partial(_whole, file))
    file.seek(0)
    if file.read(len(ZIP)) not in (ZIP, b"PK\x05\x06"):
        return [whole]
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        return [whole]
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if _PACKAGES & {entry.filename for entry in entries}:
        return [whole]
    return [
        Packed(
            entry_name(entry),
            entry.file_size,
            partial(archive.read, entry),
            bool(entry.flag_bits & _ENCRYPTED),
        )
        for entry in entries
    ]


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Without the flag for UTF-8 its bytes are whatever the packer's system
    writes."""
    if entry.flag_bits & _UTF8:
        return plain_name(entry.filename)
    return decoded_name(entry.filename.encode("cp437")) or plain_name(entry.filename)


def decoded_name(written: bytes) -> str:
    """A name of which nobody says how it is written: UTF-8 or GBK; '' for neither."""
    for encoding in ("utf-8", "gb18030"):
        try:
            name = written.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A short name in GBK may read as UTF-8 of letters that no Chinese name has: 一 is һ then.
        if name.isascii() or max(name) >= "\u2e80":
            return plain_name(name)
    return ""


def plain_name(name: str) -> str:
    """A name with its folders, without what leads out of them or deceives the eye."""
    parts = name.replace("\\", "/").split("/")
    parts = ["".join(c for c in part if c.isprintable()).strip() for part in parts]
    parts = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts)[-LONGEST_NAME:] or "没有名字的文件"
