"""Large worlds: one telling of the plan is built through the actions, the others are copies of its
rows under other names, written in bulk. Audit records and histories are not copied."""

import io
import json
import re
from dataclasses import dataclass, field

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from filings.actions import version_hash
from filings.models import Comment, Event, Filing, Obligation, Reply, Version
from ledger.home.demo.people import materials
from ledger.home.demo.sizes import local_name, slug_in
from members.models import Person, Post
from partyorgs.models import (
    LiaisonAssignment,
    OrganizationMember,
    PartyOrganization,
    SocietyFigures,
)
from societies.actions import pinyin_initials
from societies.models import (
    CouncilTerm,
    PartyBody,
    PartyBodyName,
    Society,
    SocietyAccount,
    SocietyName,
    SupportUnit,
    SupportUnitName,
)

BATCH = 2000
# What is copied, each model after those it points to; with the way to the society it belongs to.
# Support units and their Party bodies belong to all of a telling.
OWNERS = {
    SupportUnit: None,
    SupportUnitName: None,
    PartyBody: None,
    PartyBodyName: None,
    User: "society_accounts__society",
    Society: "pk",
    SocietyName: "society",
    CouncilTerm: "society",
    SocietyAccount: "society",
    Obligation: "society",
    Filing: "society",
    Version: "filing__society",
    Event: "filing__society",
    Comment: "filing__society",
    Reply: "comment__filing__society",
    Person: "society",
    Post: "person__society",
    PartyOrganization: "owner",
    OrganizationMember: "organization__owner",
    SocietyFigures: "society",
    LiaisonAssignment: "society",
}
TEXTS = (models.CharField, models.TextField, models.JSONField)


class Template:
    """A text with the names in it to be replaced, cut once at the names and joined often."""

    def __init__(self, text: str, pattern: re.Pattern):
        self.pieces = pattern.split(text)  # text, name, text, name, … text

    def fill(self, names: dict[str, str]) -> str:
        pieces = self.pieces.copy()
        pieces[1::2] = [names[name] for name in pieces[1::2]]
        return "".join(pieces)


@dataclass
class Row:
    """A row of the first telling: its society, columns, and texts where names stand in them."""

    society: int | None
    columns: dict
    template: Template | None = None


@dataclass
class Original:
    """The first telling: rows and ids by model, names of bodies, of people by society."""

    rows: dict[type, list[Row]] = field(default_factory=dict)
    ids: dict[type, set[int]] = field(default_factory=dict)
    bodies: set[str] = field(default_factory=set)
    people: dict[int, set[str]] = field(default_factory=dict)

    @property
    def steps(self) -> dict[type, int]:
        return {m: max(ids) - min(ids) + 1 if ids else 0 for m, ids in self.ids.items()}


def read_original() -> Original:
    """Everything of the world that stands in the database."""
    original = Original()
    for model, owner in OWNERS.items():
        rows = model.objects.order_by("pk")
        if model in (PartyBody, PartyBodyName):
            prefix = "" if model is PartyBody else "body__"
            rows = rows.filter(**{f"{prefix}support_unit__isnull": False})
        if model is User:
            rows = rows.filter(society_accounts__isnull=False)
        rows = rows.annotate(of=F(owner)) if owner else rows
        names = [column.attname for column in model._meta.concrete_fields]
        original.rows[model] = [
            Row(columns.pop("of", None), columns)
            for columns in rows.values(*names, *(["of"] if owner else []))
        ]
        original.ids[model] = {row.columns["id"] for row in original.rows[model]}
    _find_names(original)
    _cut(original)
    return original


def _find_names(original: Original) -> None:
    for model in (SupportUnitName, PartyBodyName, SocietyName):
        original.bodies.update(row.columns["name"] for row in original.rows[model])
    original.bodies.update(row.columns["short_name"] for row in original.rows[SocietyName])
    for row in original.rows[User]:
        original.people.setdefault(row.society, set()).add(row.columns["name"])
    for row in original.rows[Filing]:
        for rows in row.columns["document"]["rows"].values():
            names = {cells["name"] for cells in rows if "name" in cells}
            original.people.setdefault(row.society, set()).update(names)


def _cut(original: Original) -> None:
    """Give every row with names in its texts its template."""
    patterns: dict[int | None, re.Pattern] = {}
    for model, rows in original.rows.items():
        texts = [f.attname for f in model._meta.concrete_fields if isinstance(f, TEXTS)]
        for row in rows:
            if row.society not in patterns:
                people = original.people.get(row.society, ())
                patterns[row.society] = _pattern(original.bodies, people)
            text = json.dumps({name: row.columns[name] for name in texts}, ensure_ascii=False)
            template = Template(text, patterns[row.society])
            if len(template.pieces) > 1:
                row.template = template
                for name in texts:
                    del row.columns[name]


def _pattern(bodies, people) -> re.Pattern:
    """Societies and people wherever they stand; units and Party bodies only as a whole cell or one
    of a list, for their departments keep their names."""
    whole = "|".join(map(re.escape, bodies))
    societies = [name for name in bodies if name.startswith("吉林省") and name.endswith("会")]
    anywhere = sorted((*societies, *people), key=len, reverse=True)
    return re.compile(f'((?<=["、])(?:{whole})(?=["、])|{"|".join(map(re.escape, anywhere))})')


class Telling:
    """One more telling of the original."""

    def __init__(self, original: Original, turn: int):
        self.original, self.turn = original, turn
        self.steps = {model: step * turn for model, step in original.steps.items()}
        self.names = {name: local_name(name, turn) for name in original.bodies}
        for names in original.people.values():
            self.names.update({name: _namesake(name, turn) for name in names})

    def write(self, societies: set[int]) -> None:
        """Insert the copies of what belongs to some societies of the original."""
        for model, rows in self.original.rows.items():
            pointers = [
                (f.attname, f.related_model)
                for f in model._meta.concrete_fields
                if f.related_model in OWNERS
            ]
            copies = [
                self._copy(model, row, pointers)
                for row in rows
                if row.society is None or row.society in societies
            ]
            _insert(model, copies)

    def _copy(self, model, row: Row, pointers) -> dict:
        columns = dict(row.columns)
        if row.template:
            columns |= json.loads(row.template.fill(self.names))
        columns["id"] += self.steps[model]
        for name, target in pointers:
            if columns[name] in self.original.ids[target]:
                columns[name] += self.steps[target]
        if own := OWN_COLUMNS.get(model):
            columns |= own(columns, self.turn)
        return columns


def _insert(model, rows: list[dict]) -> None:
    """PostgreSQL takes a stream several times as fast as INSERT statements."""
    if connection.vendor != "postgresql":
        model.objects.bulk_create([model(**row) for row in rows], batch_size=BATCH)
        return
    fields = model._meta.concrete_fields
    table, names = model._meta.db_table, ", ".join(field.column for field in fields)
    lines = ("\t".join(_copied(row[field.attname]) for field in fields) for row in rows)
    with connection.cursor() as cursor:
        stream = io.StringIO("\n".join(lines))
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", stream)


def _copied(value) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return r"\N"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value).replace("\\", r"\\")
    return text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _namesake(name: str, turn: int) -> str:
    """The same given name with another surname."""
    surnames = materials().surnames
    length = 2 if name[:2] in surnames else 1
    if name[:length] not in surnames:
        return name
    return surnames[(surnames.index(name[:length]) + turn) % len(surnames)] + name[length:]


def _society(columns, turn) -> dict:
    return {"slug": slug_in(columns["slug"], turn)}


def _user(columns, turn) -> dict:
    return {"username": slug_in(columns["username"], turn), "password": "!"}


def _filing(columns, turn) -> dict:
    receipt = columns["receipt"]
    return {"receipt": receipt and f"{receipt.partition('-')[0]}-{columns['id']:04d}"}


def _version(columns, turn) -> dict:
    content = {n: columns[n] for n in ("number", "document", "normalized", "answers", "findings")}
    digest = version_hash(
        content,
        filing_pk=columns["filing_id"],
        by_pk=columns["submitted_by_id"],
        at=timezone.localtime(columns["submitted_at"]),
    )
    return {"sha256": digest}


# Columns that are unique, or computed from the others.
OWN_COLUMNS = {Society: _society, User: _user, Filing: _filing, Version: _version}


def retell(told: list[list[str]]) -> None:
    """Copy the world that stands in the database, as often and as far as `told` says."""
    original = read_original()
    ids = dict(Society.objects.values_list("slug", "pk"))
    for turn, slugs in enumerate(told[1:], start=1):
        Telling(original, turn).write({ids[slug] for slug in slugs})
    _write_initials()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(OWNERS)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _write_initials() -> None:
    """Search by pinyin initials finds the new names."""
    names = SocietyName.objects.filter(valid_until=None).order_by("society")
    batch = []
    for society, name in names.values_list("society_id", "name").iterator(BATCH):
        batch.append(Society(pk=society, pinyin_initials=pinyin_initials(name)))
        if len(batch) == BATCH:
            Society.objects.bulk_update(batch, ["pinyin_initials"])
            batch = []
    Society.objects.bulk_update(batch, ["pinyin_initials"])
