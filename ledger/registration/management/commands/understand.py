"""How the fields of Tables 1–3 read a file of spellings (columns field, raw)."""

import csv

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from filings.fields.base import CellContext
from members.schemas import CadreSchema, CouncilSchema, HeadSchema
from partyorgs.schemas import OrganizationSchema, Table1Schema

# Name of a kind of cell → the cell of the tables that is read so.
CELLS = {
    "birth_month": (CadreSchema, "birth_month"),
    "join_month": (CadreSchema, "joined_party_on"),
    "org_established": (OrganizationSchema, "org_established"),
    "mobile": (CadreSchema, "mobile"),
    "phone": (CouncilSchema, "phone"),
    "sex": (CadreSchema, "sex"),
    "ethnic_group": (CadreSchema, "ethnic_group"),
    "education": (CadreSchema, "education"),
    "degree": (CadreSchema, "degree"),
    "technical_title": (CadreSchema, "technical_title"),
    "political_status": (HeadSchema, "political_status"),
    "count": (Table1Schema, "staff_count"),
    "money_per_year": (OrganizationSchema, "party_work_funds"),
    "area_m2": (OrganizationSchema, "party_venue_area"),
    "age": (HeadSchema, "age"),
    "name": (CadreSchema, "name"),
    "email": (CadreSchema, "email"),
    "native_place": (CadreSchema, "native_place"),
    "party_org_type": (OrganizationSchema, "party_org_type"),
    "unit": (OrganizationSchema, "party_org_superior"),
}


def read(kind_of_cell: str, raw: str, context: CellContext):
    """The reading of a text by the schemas' own field; of an organization's date only the month."""
    schema, name = CELLS[kind_of_cell]
    reading = schema.base_fields[name].read(raw, context)
    value = reading.value[:7] if kind_of_cell == "org_established" else reading.value
    return reading.kind, value, reading.message


class Command(BaseCommand):
    help = "按台账各字段的规则解读一个 CSV 文件（列 field,raw），结果写到标准输出。"

    def add_arguments(self, parser):
        parser.add_argument("--csv", required=True, help="UTF-8 编码的 CSV 文件")

    def handle(self, *args, **options):
        context = CellContext(
            today=clock.today(), place_code="220100", area_code="0431", local_digits=8
        )
        self._write(options["csv"], context)

    def _write(self, path, context):
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["field", "raw", "kind", "value", "message"])
        for row in _rows(path):
            if row["field"] not in CELLS:
                raise CommandError(f"没有这种字段：{row['field']}")
            writer.writerow([row["field"], row["raw"], *read(row["field"], row["raw"], context)])


def _rows(path) -> list[dict]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise CommandError(f"读不了 {path}：{error.strerror}") from error
