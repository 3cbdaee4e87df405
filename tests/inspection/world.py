"""The thirty societies of docs/inspection-cases.md, brought about by the real actions, each at its
moment: its stories are read, not repeated here."""

import datetime as dt
import re
from functools import cache
from pathlib import Path

from django.conf import settings

from accounts import clock
from accounts.enums import Role
from filings import actions as filings
from filings import staff_actions
from filings.cycle_actions import open_cycle
from filings.models import Filing, Obligation
from partyorgs.actions import assign_liaison_officer, end_liaison
from societies.actions import add_society, admit
from societies.enums import Membership
from societies.models import Society
from tests.factories import (
    CycleFactory,
    SupportUnitFactory,
    UserFactory,
    council_member,
    document,
    organization,
    secretary_of,
)
from tests.factories import cadre as cadre_row
from tests.factories.filings import explain
from tests.factories.inspection import on_day

CASES = Path(settings.BASE_DIR) / "docs" / "inspection-cases.md"
NOON = (12, 0, 0)


@cache
def tables() -> tuple[dict[int, dict], dict[int, dict]]:
    """Tables one and two by the number of the case: {column: text}."""
    found = []
    for part in CASES.read_text().split("\n## 表")[1:]:
        lines = [line for line in part.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        head, _, *body = rows
        found.append({int(row[0]): dict(zip(head, row, strict=True)) for row in body})
    first, second = found
    return first, second


def parse_day(text: str, year: int = 2017) -> dt.date:
    """'11-20' of a year, or '2018-01-12'."""
    return dt.date.fromisoformat(text if text.count("-") == 2 else f"{year}-{text}")


def steps(text: str, year: int = 2017):
    """(day, time, what, until) of '11-19 退回至11-26、11-20 23:59:59 报送'."""
    pattern = r"^([\d-]+)(?: (\d+):(\d+):(\d+))? ?(\D+?)([\d-]+)?$"
    for step in filter(None, text.split("、")):
        day, hour, minute, second, what, until = re.match(pattern, step).groups()
        time = tuple(map(int, (hour, minute, second))) if hour else NOON
        yield parse_day(day, year), time, what, until and parse_day(until, year)


def organizations(text: str) -> list[dict]:
    """The organizations of a story, as far as there is something to declare today."""
    rows, today = [], clock.today()
    for part in filter(lambda part: part != "无", text.split("、")):
        kind, day, approved = re.match(r"(\S+) ([\d-]+)(?:（批准文件 ([\d-]+)）)?", part).groups()
        dates = parse_day(day), parse_day(approved or day)
        since, approval = (date.isoformat() if date <= today else "" for date in dates)
        if since:
            rows.append(organization(kind, org_established=since, approval_date=approval))
    return rows


def cadres(text: str) -> list[dict]:
    """'3', '预1' or '3（缺邮箱1）'."""
    probationary, number, without = re.match(r"(预?)(\d)(?:（缺邮箱(\d)）)?", text).groups()
    rows = [cadre_row() for _ in range(int(number))]
    for row in rows if probationary else []:
        row["party_status"] = "预备党员"
    for row in rows[: int(without or 0)]:
        row["email"] = ""
    return rows


class World:
    """Users, the cycle and the societies by number of the case."""

    def __init__(self):
        self.stories, self.ends = tables()
        self.cycle = CycleFactory()
        self.reviewer = UserFactory(role=Role.REVIEWER)
        self.committee = UserFactory(role=Role.COMMITTEE)
        self.administrator = UserFactory(role=Role.ADMINISTRATOR)
        unit = SupportUnitFactory()
        with on_day(dt.date(2017, 4, 1)):
            self.societies = {
                number: self._society(number, story, unit) for number, story in self.stories.items()
            }
        with on_day(self.cycle.opens_on):
            open_cycle(self.cycle)
        self.secretaries = {n: secretary_of(s) for n, s in self.societies.items()}
        for number in self.stories:
            self._tell(number)

    def _society(self, number, story, unit):
        joins = "入会" in story["经过"]
        membership = {"membership": Membership.APPLICANT} if joins else {"membership": "member"}
        return add_society(
            name=story["学会"],
            slug=f"case-{number}",
            discipline="A",
            place_code="220100",
            support_unit=unit,
            charter_has_party_building=story["章程"] == "有",
            **membership,
            **({} if joins else {"member_from": dt.date(2000, 1, 1)}),
        )

    def _tell(self, number) -> None:
        story, society = self.stories[number], self.societies[number]
        since, until = re.match(r"(?:([\d-]+) (?:起|至 ([\d-]+)))?", story["联络员"]).groups()
        if since:
            self.send_officer(number, parse_day(since))
        if until:
            with on_day(parse_day(until)):
                end_liaison(
                    society.liaison_assignments.get().pk,
                    by=self.committee,
                    on=parse_day(until),
                    reason="工作调动",
                )
        for day, time, what, limit in steps(story["经过"]):
            with on_day(day, *time):
                self.do(number, what, limit)

    def send_officer(self, number, since) -> None:
        assign_liaison_officer(
            self.societies[number],
            by=self.committee,
            officer_name="何志远",
            officer_unit="吉林省科学技术协会",
            on=since,
        )

    def filing(self, number) -> Filing:
        return Filing.objects.get(society=self.societies[number], kind="registration")

    def do(self, number, what: str, limit: dt.date | None) -> None:
        """One step of a story, now."""
        society = self.societies[number]
        if what == "入会":
            admit(society, by=self.administrator, on=clock.today(), basis="常委会决定")
        elif what == "展期至":
            chosen = Society.objects.filter(pk=society.pk)
            staff_actions.extend(self.cycle, chosen, until=limit, reason="搬迁", by=self.committee)
        elif what == "起草":
            self._draft(number)
        elif what in ("报送", "重报"):
            self._submit(number)
        elif what == "撤回":
            filings.withdraw(self.filing(number).pk, by=self.secretaries[number])
        elif what == "认领":
            filings.claim(self.filing(number).pk, by=self.reviewer)
        else:
            self._review(number, what, limit)

    def _draft(self, number) -> Filing:
        """The society's draft, written anew as things are today."""
        story, society = self.stories[number], self.societies[number]
        filing = filings.start(
            "registration", society=society, cycle=self.cycle, by=self.secretaries[number]
        )
        filing.document = document(
            society,
            cadres=cadres(story["秘书处"]),
            council=[council_member() for _ in range(int(story["理事会"]))],
            organizations=organizations(story["党组织"]),
        )
        filing.save()
        explain(filing)
        return filing

    def _submit(self, number) -> None:
        filings.submit(self._draft(number).pk, by=self.secretaries[number])

    def _review(self, number, what, limit) -> None:
        pk = self.filing(number).pk
        filings.claim(pk, by=self.reviewer)
        version = self.filing(number).versions.count()
        if what == "批准":
            filings.approve(pk, by=self.reviewer, version=version)
        else:
            assert what == "退回至"
            fields = {"reason": "unclear", "text": "请核对。", "due": limit}
            filings.return_filing(pk, by=self.reviewer, version=version, **fields)

    def due(self, number) -> dt.date:
        return Obligation.objects.get(society=self.societies[number]).due
