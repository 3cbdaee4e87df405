"""What societies send: filled tables, and zips as they come out of a mail program."""

import io
import zipfile

from filings.kinds import get_kind
from filings.papers.editions import Edition
from filings.papers.writers import WRITERS
from tests.factories.documents import document
from tests.factories.files import picture

LEFTOVERS = ("__MACOSX/._填报", "填报/._物理.xlsx", ".DS_Store", "填报/~$物理.xlsx", "Thumbs.db")


def table_file(society=None, *, suffix="xlsx", content=None, **cells) -> bytes:
    """The official tables, filled for a society; cells say otherwise."""
    content = content or document(society, **cells)
    return WRITERS[suffix].write(Edition(get_kind("registration"), content, ""))


def zipped(files: dict[str, bytes], *, gbk=False, folders=(), encrypted=()) -> io.BytesIO:
    """A zip of files by name. `gbk`: as Chinese Windows writes names, without saying so. Those in
    `encrypted` ask for a password."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in folders:
            archive.mkdir(folder)
        for name, data in files.items():
            entry = GbkInfo(name) if gbk else zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
        locked = [archive.getinfo(name) for name in encrypted]
    data = bytearray(packed.getvalue())
    for entry in locked:
        name = entry.filename.encode("gbk" if gbk else "utf-8")
        # The flags stand 24 bytes before the name in its own header, 38 in the directory's.
        for distance, at in ((24, data.index(name)), (38, data.rindex(name))):
            data[at - distance] |= 0x1
    return io.BytesIO(bytes(data))


class GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


__all__ = ["LEFTOVERS", "picture", "table_file", "zipped"]
