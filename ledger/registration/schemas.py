"""The document of Tables 1–3 as schemas, and how it is read."""

import datetime as dt

from filings.fields.base import society_context
from filings.schemas import BoundDocument
from members.schemas import CadreSchema, CouncilSchema, HeadSchema
from partyorgs.schemas import LeaderSchema, OrganizationSchema, Table1Schema

ROW_SCHEMAS = {
    "heads": HeadSchema,
    "organizations": OrganizationSchema,
    "party_leaders": LeaderSchema,
    "cadres": CadreSchema,
    "council": CouncilSchema,
}


def read(document: dict, *, society, on: dt.date) -> BoundDocument:
    """A society's document read on a day: a draft, or the canonical spellings of a version."""
    return BoundDocument(
        document,
        cells_schema=Table1Schema,
        row_schemas=ROW_SCHEMAS,
        context=society_context(society, on),
    )
