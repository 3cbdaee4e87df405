"""Filled files of the official tables: bytes -> sheets of cells -> a document with its sources.

`read` is pure: of a file and a kind it makes texts, and the kind's own schemas say what they mean.
"""

from dataclasses import dataclass, field

from filings.enums import Level
from filings.fields.base import CellContext
from filings.findings import Finding
from filings.kinds import Kind
from filings.papers.reading.collecting import Collected, Entry, Source
from filings.papers.reading.scanning import Scan
from filings.papers.reading.vocabulary import vocabulary_of
from filings.papers.reading.words import read_docx
from filings.papers.reading.workbooks import read_xls, read_xlsx
from filings.progress import text_at
from filings.schemas import BoundDocument
from societies.office.refusals import Refused, too_large
from societies.office.sniffing import Format, sniff

__all__ = ["Entry", "FileReading", "Refused", "Source", "bind", "read"]

READERS = {Format.XLSX: read_xlsx, Format.XLS: read_xls, Format.DOCX: read_docx}
MOST_CHARACTERS = 1_000_000  # of 2,000 people and more
LEAST_LABELS = 5  # a list of people has a name, two or three columns more, and a title

HIDDEN = "这个工作表是隐藏的，没有读取；需要的，请取消隐藏，保存后重新上传"


@dataclass(frozen=True)
class FileReading:
    """What a file says. `sources` tells by cell path where a text stands; `unplaced` are texts that
    fit nowhere."""

    document: dict
    sources: dict[str, Source]
    unplaced: list[Entry] = field(default_factory=list)

    def as_json(self) -> dict:
        sources = {path: _place(source) for path, source in self.sources.items()}
        unplaced = [
            {"text": entry.text, "source": _place(entry.source), "title": entry.title}
            for entry in self.unplaced
        ]
        return {"document": self.document, "sources": sources, "unplaced": unplaced}

    @classmethod
    def from_json(cls, data: dict) -> "FileReading":
        return cls(
            data["document"],
            {path: Source(**source) for path, source in data["sources"].items()},
            [Entry(**{**entry, "source": Source(**entry["source"])}) for entry in data["unplaced"]],
        )


def _place(source: Source) -> dict[str, str]:
    return {"sheet": source.sheet, "address": source.address}


def read(data: bytes, kind: Kind) -> FileReading:
    """Read a file by its content, whatever its name; raises Refused where it is none of ours."""
    sheets = READERS[sniff(data)](data)
    if sum(len(cell.text) for sheet in sheets for cell in sheet.cells) > MOST_CHARACTERS:
        raise too_large("里的文字太多")
    vocabulary = vocabulary_of(kind.code)
    collected = Collected(vocabulary, kind.society_cell)
    for number, sheet in enumerate(sheets):
        if sheet.is_hidden:
            collected.unplaced.append(Entry(HIDDEN, Source(sheet.title, "")))
        else:
            Scan(sheet, number, vocabulary, collected).run()
    if collected.labels < LEAST_LABELS:
        raise Refused(
            f"这个文件里没有找到{kind.label}的表格。",
            "请上传用官方表格（或本系统下载的表格）填好的文件。",
        )
    document, sources = collected.document(kind)
    return FileReading(document, sources, collected.unplaced)


def bind(document: dict, kind: Kind, context: CellContext) -> BoundDocument:
    """A document through the kind's own schemas."""
    groups = {group.name: group.schema for section in kind.sections for group in section.groups}
    schema = next(section.schema for section in kind.sections if section.schema)
    return BoundDocument(document, cells_schema=schema, row_schemas=groups, context=context)


def remarks(bound: BoundDocument, level: Level) -> dict[str, Finding]:
    """What is wrong, or asked, of each text that stands there."""
    return {
        finding.path: finding
        for finding in bound.findings()
        if finding.level == level and text_at(bound.document, finding.path).strip()
    }
