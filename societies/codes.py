"""The code tables of societies/codes/: the national standards, our own lists, and the spellings
that people use for them.

A table knows its rows by code, by the spellings that mean one row beyond doubt, and by those that
must be asked about.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Generic, TypeVar

FOLDER = Path(__file__).resolve().parent / "codes"
SEED = FOLDER.parent / "seed"
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Blanks and the punctuation that no spelling needs; separators of two spellings stay.
# Between digits blanks and points are no noise: 1.0 is not the code 10.
_NOISE = re.compile(r"[。·•'\"“”‘’_﹒]|(?<!\d)[\s.]|[\s.](?!\d)")


def _read(name: str, folder: Path = FOLDER) -> list[dict]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters that no simplified text uses → simplified ones (after OpenCC)."""
    return {ord(row["traditional"]): row["simplified"] for row in _read("traditional")}


def simplify(text: str) -> str:
    """Traditional characters as simplified ones."""
    return text if text.isascii() else text.translate(_simplified())


def fold(text: str) -> str:
    """The form in which spellings are compared: half-width, simplified, lower case, without blanks
    and dots."""
    return _NOISE.sub("", simplify(text.translate(_WIDTH)).lower())


@dataclass(frozen=True)
class Coded:
    """A row of a code table. `aliases` mean this row; of `asked` a person must confirm it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def spellings(self) -> Iterator[str]:
        """The spellings that mean this row beyond doubt."""
        yield self.name
        yield from self.aliases
        # A single digit may be a count, or a code that lost its zero.
        if len(self.code) > 1:
            yield self.code


@dataclass(frozen=True)
class Sex(Coded):
    """GB/T 2261.1"""

    short_name: str = ""

    def spellings(self):
        yield from super().spellings()
        if self.code in "12":
            yield self.code


@dataclass(frozen=True)
class EthnicGroup(Coded):
    """GB/T 3304; 97 and 98 come from the practice of the household register."""

    letters: str = ""
    romanization: str = ""
    in_gbt3304: bool = True

    def spellings(self):
        for name in super().spellings():
            yield name
            yield name.removesuffix("族")
        yield self.letters
        yield self.romanization


@dataclass(frozen=True)
class PoliticalStatus(Coded):
    """GB/T 4762. `is_party_member` is full, probationary or no."""

    short_name: str = ""
    is_party_member: str = "no"

    def spellings(self):
        yield from super().spellings()
        yield self.short_name


@dataclass(frozen=True)
class Education(Coded):
    """GB/T 4658. `rank` compares levels; `usual_degree` is a level of `Degree`."""

    standard_name: str = ""
    rank: int = 0
    usual_degree: str = ""

    def spellings(self):
        yield from super().spellings()
        yield self.standard_name


@dataclass(frozen=True)
class Degree(Coded):
    """GB/T 6864. `level` is doctor, master, bachelor, honorary_doctor or none."""

    parent: str = ""
    level: str = ""
    rank: int = 0
    professional_degree: bool = False

    def spellings(self):
        yield from super().spellings()
        yield f"{self.name}学位"


@dataclass(frozen=True)
class TechnicalTitle(Coded):
    """GB/T 8561; codes with X were created by the reform of titles of 2016–2022."""

    series_code: str = ""
    series_name: str = ""
    level: str = ""
    common: bool = False
    in_gbt8561: bool = True

    @property
    def base(self) -> str:
        """The name without its series: several series have a 研究员."""
        return self.name.partition("(")[0]

    def spellings(self):
        yield from super().spellings()
        base, mark, series = self.name.partition("(")
        if mark:
            yield series.rstrip(")") + base
        if base.startswith("正高级"):
            for variant in ("教授级高级", "研究员级高级", "正高"):
                yield variant + base.removeprefix("正高级")


@dataclass(frozen=True)
class PartyOrgType(Coded):
    """Types of Party organization of the directive and of the Party's statutes."""

    english: str = ""
    level: str = ""
    seed_article: str = ""
    min_members: int = 0
    counted_members: str = ""
    max_members: str = ""
    approver: str = ""
    is_statutory_org: bool = False
    counts_org_coverage: bool = False
    in_seed: bool = False
    counts_statistics: bool = False
    note: str = ""


@dataclass(frozen=True)
class NoOrgReason(Coded):
    """Why a society has no Party organization, from the directive's rules."""

    seed_article: str = ""
    suggested_form: str = ""
    statistics_row: str = ""
    needs_text: bool = False
    note: str = ""


@dataclass(frozen=True)
class Penalty(Coded):
    """Note 3; `blocks` is the process that is stopped."""

    blocks: str = ""
    english: str = ""
    seed_note: str = ""
    note: str = ""


@dataclass(frozen=True)
class Discipline(Coded):
    """The letters A–E that CAST gives its societies."""

    english: str = ""
    note: str = ""


@dataclass(frozen=True)
class JilinRegion(Coded):
    """GB/T 2260, Jilin, with abolished units and the telephone area of each."""

    parent: str = ""
    level: str = ""
    status: str = ""
    replaced_by: str = ""
    phone_area_code: str = ""
    phone_local_digits: str = ""


@dataclass(frozen=True)
class Region(Coded):
    """GB/T 2260, the other provinces with their prefectures and counties."""


@dataclass(frozen=True)
class AreaCode(Coded):
    """A telephone area; `digits` are those a local number may have."""

    digits: str = ""


@dataclass(frozen=True)
class Renaming:
    """A body that changed its name: `changed` is year, month or day, as far as known."""

    kind: str
    old_name: str
    new_name: str
    changed: str
    note: str = ""


Row = TypeVar("Row", bound=Coded)


class Table(Generic[Row]):
    """A code table, in the order of its file. Spellings are folded when one is first looked for:
    those of three thousand regions never are here, but by filings.fields.places."""

    def __init__(self, rows: list[Row]):
        self.rows = tuple(rows)
        self._by_code = {row.code: row for row in rows}

    @cached_property
    def asked(self) -> dict[str, tuple[Row, ...]]:
        """Folded spelling → the rows that it may mean."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows:
            for key in map(fold, row.asked):
                found[key] = (*found.get(key, ()), row)
        return found

    @cached_property
    def meaning(self) -> dict[str, Row]:
        """Folded spelling → the row that it means."""
        found: dict[str, Row] = {}
        for row in self.rows:
            for key in map(fold, filter(None, row.spellings())):
                if key not in self.asked:
                    found.setdefault(key, row)
        return found

    @cached_property
    def known(self) -> dict[str, tuple[Row, ...]]:
        """Both together."""
        return {**self.asked, **{key: (row,) for key, row in self.meaning.items()}}

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, code: str) -> Row:
        return self._by_code[code]

    def get(self, code: str) -> Row | None:
        return self._by_code.get(code)

    def name(self, code: str) -> str:
        """The name of a code; the code itself where the table does not know it."""
        row = self._by_code.get(code)
        return row.name if row else code

    def choices(self) -> list[tuple[str, str]]:
        return [(row.code, row.name) for row in self.rows]


def _value(kind, text: str):
    if kind is bool:
        return text == "yes"
    if kind is int:
        return int(text or 0)
    return tuple(filter(None, text.split("|"))) if kind not in (str,) else text


@cache
def _table(cls, name: str) -> Table:
    kinds = {f.name: f.type for f in fields(cls)}
    return Table(
        [cls(**{key: _value(kinds[key], text) for key, text in row.items()}) for row in _read(name)]
    )


def sexes() -> Table[Sex]:
    return _table(Sex, "sexes")


def ethnic_groups() -> Table[EthnicGroup]:
    return _table(EthnicGroup, "ethnic_groups")


def political_statuses() -> Table[PoliticalStatus]:
    return _table(PoliticalStatus, "political_status")


def educations() -> Table[Education]:
    return _table(Education, "education")


def degrees() -> Table[Degree]:
    return _table(Degree, "degrees")


def technical_titles() -> Table[TechnicalTitle]:
    return _table(TechnicalTitle, "technical_titles")


def party_org_types() -> Table[PartyOrgType]:
    return _table(PartyOrgType, "party_org_types")


def no_org_reasons() -> Table[NoOrgReason]:
    return _table(NoOrgReason, "no_org_reasons")


def penalties() -> Table[Penalty]:
    return _table(Penalty, "penalties")


def project_fields() -> Table[Coded]:
    """The fields of article 7."""
    return _table(Coded, "project_fields")


def disciplines() -> Table[Discipline]:
    return _table(Discipline, "disciplines")


def jilin_regions() -> Table[JilinRegion]:
    return _table(JilinRegion, "jilin_regions")


def regions() -> Table[Region]:
    """The regions outside Jilin: three thousand rows, read when first needed."""
    return _table(Region, "regions")


def area_codes() -> Table[AreaCode]:
    return _table(AreaCode, "area_codes")


@cache
def renamings() -> tuple[Renaming, ...]:
    return tuple(Renaming(**row) for row in _read("renamed", SEED))


def _meanings(name: str, spelling: str, meaning: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _read(name):
        key = fold(row[spelling])
        found[key] = (*found.get(key, ()), row[meaning])
    return found


@cache
def unit_aliases() -> dict[str, tuple[str, ...]]:
    """Short form of a unit, folded → the full names it may mean."""
    return _meanings("unit_aliases", "alias", "name")


@cache
def email_domains() -> dict[str, tuple[str, ...]]:
    """The first word of a provider's domain → its domains, the usual one first."""
    return _meanings("email_domains", "short", "domain")


def region_name(code: str) -> str:
    """A place in Jilin as its people write it: 长春市朝阳区, 长春市德惠市, 吉林省."""
    region = jilin_regions().get(code)
    if not region:
        return code
    parent = jilin_regions().get(region.parent)
    return region.name if not parent or parent.level == "province" else parent.name + region.name
