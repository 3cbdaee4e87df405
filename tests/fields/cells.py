"""The cells of the tables by kind, in the context that the lists of spellings were written for."""

import csv
import datetime as dt
from pathlib import Path

from filings.fields.base import CellContext
from ledger.registration.management.commands.understand import CELLS

FOLDER = Path(__file__).parent
# A society in Changchun, on the day of the lists.
CHANGCHUN = CellContext(
    today=dt.date(2026, 11, 23), place_code="220100", area_code="0431", local_digits=8
)


def field_of(kind_of_cell: str):
    schema, name = CELLS[kind_of_cell]
    return schema.base_fields[name]


def read(kind_of_cell: str, text: str, context: CellContext = CHANGCHUN):
    return field_of(kind_of_cell).read(text, context)


def all_fields() -> dict:
    """Every field of every schema, by its class and whether it may be empty."""
    schemas = dict.fromkeys(schema for schema, _ in CELLS.values())  # in one order everywhere
    fields = [field for schema in schemas for field in schema.base_fields.values()]
    return {f"{type(field).__name__}-{field.required}": field for field in fields}


def rows(name: str) -> list[dict]:
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LISTED_TEXTS = [row["raw"] for row in (*rows("dirty_inputs.csv"), *rows("more_inputs.csv"))]
