"""What societies send: filled tables, and zips as they come out of a mail program."""

import io
import struct
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


def zipped(files: dict[str, bytes], *, gbk=False, folders=()) -> io.BytesIO:
    """A zip of files by name. `gbk`: as Chinese Windows writes names, without saying so."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in folders:
            archive.mkdir(folder)
        for name, data in files.items():
            entry = GbkInfo(name) if gbk else zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    packed.seek(0)
    return packed


class GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def encrypted_zip(name: str) -> io.BytesIO:
    """A zip whose only file asks for a password."""
    packed = bytearray(zipped({name: b"secret" * 10}).getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.index(signature) + at
        flags = struct.unpack_from("<H", packed, place)[0] | 0x1
        struct.pack_into("<H", packed, place, flags)
    return io.BytesIO(bytes(packed))


__all__ = ["LEFTOVERS", "encrypted_zip", "picture", "table_file", "zipped"]
