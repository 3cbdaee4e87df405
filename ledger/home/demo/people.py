"""Invented people. Names come from seed/names.csv; mobiles begin with 1540000, which no operator
has; e-mails end in example.org."""

import csv
import itertools
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAMES = Path(__file__).resolve().parent.parent / "seed" / "names.csv"
REPORTING = (2017, 11)
ETHNIC_GROUPS = ("汉族",) * 17 + ("满族", "满族", "朝鲜族", "蒙古族", "回族")
HOMES = (
    "吉林省长春市 吉林省农安县 吉林省榆树市 吉林省德惠市 吉林省永吉县 吉林省蛟河市 吉林省磐石市 "
    "吉林省梨树县 吉林省双辽市 吉林省东丰县 吉林省通化县 吉林省梅河口市 吉林省抚松县 吉林省长岭县 "
    "吉林省大安市 吉林省敦化市 吉林省延吉市 辽宁省沈阳市 黑龙江省哈尔滨市 山东省济南市"
).split()
# Titles by discipline, the highest first; each means one title beyond doubt.
TITLES = {
    "C": ("教授", "高级农艺师", "农艺师", "助理农艺师"),
    "D": ("主任医师", "副主任医师", "主治医师", "医师"),
}
OTHER_TITLES = ("教授", "高级工程师", "工程师", "助理工程师")
# (education, degree) of the holders of each title.
STUDIES = (("博士研究生", "博士"), ("硕士研究生", "硕士"), ("大学本科", "学士"), ("大学专科", ""))


@dataclass(frozen=True)
class Materials:
    surnames: tuple[str, ...]
    given_names: dict[str, tuple[str, ...]]  # by sex
    units: tuple[tuple[str, str], ...]  # (unit, its Party branch)


@cache
def materials() -> Materials:
    """Given names of one character are left out: they make the names of too many people."""
    with open(NAMES, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = [row for row in rows if row["kind"] == "given_name" and len(row["value"]) > 1]
    return Materials(
        surnames=tuple(row["value"] for row in rows if row["kind"] == "surname"),
        given_names={
            sex: tuple(row["value"] for row in given if row["sex"] in (code, ""))
            for sex, code in (("男", "1"), ("女", "2"))
        },
        units=tuple(
            (row["value"], row["party_relation_unit"]) for row in rows if row["kind"] == "work_unit"
        ),
    )


@dataclass
class Person:
    """Somebody, in the words of the tables' cells. Months are (year, month)."""

    name: str
    sex: str
    born: tuple[int, int]
    joined: tuple[int, int]
    education: str
    degree: str
    title: str
    ethnic_group: str
    home: str
    mobile: str
    email: str
    work_unit: str
    file_unit: str  # where the personnel file lies
    party_unit: str
    is_full: bool = True
    post: str = ""
    employment: str = ""

    @property
    def age(self) -> int:
        """At the reporting date, counted as filings.fields.dates.age_at does."""
        return REPORTING[0] - self.born[0] - (REPORTING[1] < self.born[1])


class People:
    """Invents the people of a world; no name twice in a society, no mobile twice in a world of the
    usual size."""

    def __init__(self):
        self.numbers = itertools.count(110)

    def invent(self, rng, *, unit: str, body: str, discipline: str, taken: set, rank=0, **fixed):
        """One Party member who works at or near `unit`. `rank` 0 is senior, 2 is young; `fixed` are
        fields of Person that the story knows."""
        sex = rng.choice("男男女")
        name = fixed.pop("name", "") or self._name(rng, sex, taken)
        taken.add(name)
        born = (rng.randint(*((1955, 1966), (1963, 1976), (1975, 1988))[rank]), rng.randint(1, 12))
        level = min(3, max(0, rank + rng.choice((-1, 0, 0, 1))))
        work_unit, party_unit = self._unit(rng, unit, body)
        number = next(self.numbers) % 10_000
        is_full = fixed.get("is_full", True)
        return Person(
            name=name,
            sex=sex,
            born=born,
            joined=_joined(rng, born, is_full),
            education=STUDIES[level][0],
            degree=STUDIES[level][1],
            title=TITLES.get(discipline, OTHER_TITLES)[level],
            ethnic_group=rng.choice(ETHNIC_GROUPS),
            home=rng.choice(HOMES),
            mobile=f"1540000{number:04d}",
            email=f"demo{number:04d}@example.org",
            work_unit=work_unit,
            file_unit=f"{unit}人事处",
            party_unit=party_unit,
            **fixed,
        )

    def _name(self, rng, sex, taken) -> str:
        known = materials()
        while True:
            name = rng.choice(known.surnames) + rng.choice(known.given_names[sex])
            if name not in taken:
                return name

    def _unit(self, rng, unit: str, body: str) -> tuple[str, str]:
        """A department of the support unit where one is known, else the unit itself."""
        near = [pair for pair in materials().units if pair[0].startswith(unit) and pair[0] != unit]
        return rng.choice(near) if near and rng.random() < 0.7 else (unit, body)


def _joined(rng, born, is_full) -> tuple[int, int]:
    """Full members joined at 19 or later, by 2015; probationary ones within the last year."""
    if not is_full:
        return rng.choice(((2016, 12), (2017, 3), (2017, 5), (2017, 6)))
    year = min(born[0] + rng.randint(19, 32), 2015)
    return (max(year, born[0] + 19), rng.choice((6, 7, 11, 12)))
