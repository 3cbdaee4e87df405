"""PDFs, kept as they came or not at all: a sealed page is evidence, and what is cut out of a PDF
may come back by another way. So what is active or hidden in one is a reason to refuse it."""

import io
import logging
import time

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from filings.contents.refusing import Unacceptable

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every slip of a scanner
MOST_PAGES = 100
MOST_OBJECTS = 50_000
SECONDS = 10
_PRINT_ANEW = "请打印后重新扫描，或用“打印为 PDF”另存后再上传。"
_DAMAGED = "这个 PDF 打不开，可能已经损坏或没有传完。" + _PRINT_ANEW
# Keys of dictionaries, and the kinds (/S, /Subtype) of actions and annotations.
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
_ACTIVE_KINDS = frozenset(
    "/JavaScript /Launch /ImportData /SubmitForm /Rendition /GoToE /GoToR /FileAttachment /Movie "
    "/Screen /3D /RichMedia".split()
)


def check(data: bytes) -> None:
    """Raise Unacceptable for a PDF that is locked, damaged, too long, or does more than lie
    there."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unacceptable("这个 PDF 设有密码。请取消密码后再上传。")
        pages = len(reader.pages)
        if not pages:
            raise Unacceptable(_DAMAGED)
        if pages > MOST_PAGES:
            raise Unacceptable(f"这个 PDF 有 {pages} 页，一个文件最多 {MOST_PAGES} 页。")
        if _is_active(reader):
            raise Unacceptable(
                "这个 PDF 里有脚本、附件或可执行的动作，为安全起见不收。" + _PRINT_ANEW
            )
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Unacceptable(_DAMAGED) from None
    except (RecursionError, MemoryError):
        raise Unacceptable(_DAMAGED) from None


def _is_active(reader) -> bool:
    """Whether anything that a viewer could reach acts or carries another file. Raises Unacceptable
    for one that has no end."""
    deadline = time.monotonic() + SECONDS
    waiting, seen = [reader.trailer], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            if len(seen) > MOST_OBJECTS or time.monotonic() > deadline:
                raise Unacceptable("这个 PDF 过于复杂。" + _PRINT_ANEW)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            if _ACTIVE_KEYS & thing.keys() or _kinds_of(thing) & _ACTIVE_KINDS:
                return True
            waiting.extend(thing.values())
        elif isinstance(thing, ArrayObject):
            waiting.extend(thing)
    return False


def _kinds_of(thing: DictionaryObject) -> set:
    """What sort of action or annotation a dictionary is."""
    return {kind for key in ("/S", "/Subtype") if isinstance(kind := thing.get(key), NameObject)}
