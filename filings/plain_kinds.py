"""Kinds of filing without official tables: named cells on one page, printed one below the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from filings.documents import empty_document
from filings.fields.base import society_context
from filings.findings import Checked, Finding
from filings.kinds import Kind, Section
from filings.papers.grid import plain_table
from filings.schemas import BoundDocument, Schema


@dataclass
class PlainKind(Kind):
    """A kind whose document is the cells of one schema. `units` are printed in cells, by name;
    `headline` is the cell that says in the queue what a filing is about."""

    schema: type[Schema] = Schema
    units: Mapping[str, str] = field(default_factory=dict)
    headline: str = ""
    in_bulk: bool = False
    owed: bool = False
    outcome: str = "批准后通知本会"
    declaration: str = "本会已核实以上内容，真实、准确。"

    def __post_init__(self):
        names = tuple(self.schema.base_fields)
        self.sections = (Section("content", self.label, self.label, self.schema, names),)
        self.tables = (plain_table(self.code, self.label, self.schema, self.units),)

    def blank(self, society):
        document = empty_document(())
        document["cells"] = {"society": society.name, **dict.fromkeys(self.schema.base_fields, "")}
        return document

    def check(self, document, *, society, cycle, on):
        context = society_context(society, on)
        bound = BoundDocument(document, cells_schema=self.schema, row_schemas={}, context=context)
        values = bound.values()
        return Checked(
            findings=[*bound.findings(), *self.findings(values["cells"])],
            normalize=bound.normalized,
            values=values,
            summary={"declared": document["cells"].get(self.headline, "")[:60]},
        )

    def findings(self, cells: dict) -> list[Finding]:
        """What is wrong across the clean values of the cells."""
        return []
