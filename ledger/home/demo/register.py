"""The register of the demonstration: societies, support units, Party bodies, cycle, accounts."""

import csv
import datetime as dt
from pathlib import Path

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from filings.cycle_actions import open_cycle
from filings.enums import ScanNeed
from filings.models import Cycle
from ledger.home.demo.documents import COMMITTEE
from ledger.home.demo.plan import Story
from societies import actions, codes
from societies.enums import BodyKind
from societies.models import (
    CouncilTerm,
    PartyBody,
    Society,
    SupportUnit,
)

SOCIETIES = Path(codes.__file__).with_name("seed") / "societies.csv"
SUPERIOR = "吉林省委非公有制企业和社会组织工作委员会"
PASSWORD = "partyreg-2017"
# user name, name, role; the secretaries' names stand in the plan.
ACCOUNTS = (
    ("reviewer", "许晴", Role.REVIEWER),
    ("reviewer2", "吴佳宁", Role.REVIEWER),
    ("committee", "郑立群", Role.COMMITTEE),
    ("leader", "谢振华", Role.LEADER),
    ("admin", "罗海燕", Role.ADMINISTRATOR),
)
SECRETARIES = {"physics": "secretary", "environmental-sciences": "secretary2"}
OFFICES = ("厅", "局", "委员会", "协会", "总队")


def seed_rows() -> list[dict]:
    with open(SOCIETIES, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_cycle(stamped_scan: ScanNeed) -> Cycle:
    """The campaign of the directive. Its contacts are invented."""
    cycle = Cycle(
        year=2017,
        title="2017年度党建信息填报",
        document_title="2017年吉林省科协所属学会党建工作要点",
        document_number="吉科协发学字〔2017〕1号",
        opens_on=dt.date(2017, 5, 2),
        deadline=dt.date(2017, 11, 20),
        reporting_date=dt.date(2017, 11, 20),
        goal_percent=90,
        goal_date=dt.date(2017, 12, 31),
        inspection_year=2018,
        stamped_scan=stamped_scan,
        contacts=[
            {"for": "填报", "name": "学会学术部 梁静", "phone": "0431-5550 0101"},
            {"for": "账号", "name": "学会服务中心 罗海燕", "phone": "0431-5550 0102"},
        ],
        email="dangjian@example.org",
    )
    cycle.full_clean()
    cycle.save()
    return cycle


def make_accounts() -> dict[str, User]:
    """Those who work at the association, by user name."""
    return {username: make_user(username, name, role) for username, name, role in ACCOUNTS}


def make_user(username: str, name: str, role: Role) -> User:
    """The seven known accounts have the known password, all others none."""
    user = User(username=username, name=name, role=role, notice_accepted_at=timezone.now())
    known = {row[0] for row in ACCOUNTS} | set(SECRETARIES.values())
    if username in known:
        user.set_password(PASSWORD)
    else:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def give_addresses() -> None:
    """E-mail for the known accounts, once their past is over: it brings nobody old mail."""
    known = [row[0] for row in ACCOUNTS] + list(SECRETARIES.values())
    address = Concat("username", Value("@example.org"))
    User.objects.filter(username__in=known).update(email=address)


class Register:
    """Makes the societies of the seed with what carries them; names in force on any day."""

    def __init__(self):
        self.units: dict[str, SupportUnit] = {}
        self.bodies: dict[str, PartyBody] = {}
        self.societies: dict[str, Society] = {}
        self.renamings = {row.new_name: row for row in codes.renamings()}
        self.cities = {r.name: r.code for r in codes.jilin_regions() if r.status == "current"}

    def build(self, stories: dict[str, Story], rows: list[dict]) -> None:
        """All societies of `rows` (as in the seed), each with its story."""
        superior = actions.add_party_body(SUPERIOR, kind=BodyKind.SUPERIOR)
        self.committee = actions.add_party_body(COMMITTEE, kind=BodyKind.COMMITTEE, parent=superior)
        for row in rows:
            self.societies[row["slug"]] = self._make_society(row, stories[row["slug"]])

    def _make_society(self, row, story: Story) -> Society:
        society = actions.add_society(
            name=self._first_name(row["name"]),
            short_name=self._first_name(row["name"]).removeprefix("吉林"),
            slug=row["slug"],
            discipline=row["discipline"],
            place_code=self.cities[row["city"]],
            support_unit=self._unit(row["support_unit"]),
            membership="applicant" if story.membership == "applicant" else "member",
            member_from=story.member_from,
            charter_has_party_building=len(row["slug"]) % 3 > 0,
        )
        self._rename(society, row["name"], short_name=row["short_name"])
        _make_council_term(society, story)
        if story.reason_code and not story.moves:
            # Not filed: what the association's staff know of it.
            society.no_org_reason_code = story.reason_code
            society.no_org_reason = (
                story.reason_text or f"{codes.no_org_reasons()[story.reason_code].name}。"
            )
            society.no_org_reason_since = dt.date(2017, 9, 4)
            society.save()
        return society

    def _first_name(self, name: str) -> str:
        renaming = self.renamings.get(name)
        return renaming.old_name if renaming else name

    def _rename(self, named, name: str, **fields) -> None:
        """The seed has today's names: what was renamed after 2017 gets its later name, dated."""
        if renaming := self.renamings.get(name):
            year, month, day = (*renaming.changed.split("-"), "1", "1")[:3]
            on = dt.date(int(year), int(month), int(day))
            actions.rename(named, name=name, on=on, **fields)

    def _unit(self, name: str) -> SupportUnit:
        """A support unit with its Party organization, made when first met."""
        if name not in self.units:
            unit = self.units[name] = actions.add_support_unit(self._first_name(name))
            self._rename(unit, name)
            body = actions.add_party_body(
                body_name(self._first_name(name)), kind=BodyKind.SUPPORT_UNIT, support_unit=unit
            )
            if renaming := self.renamings.get(name):
                on = unit.names.get(valid_until=None).valid_from
                actions.rename(body, name=body_name(renaming.new_name), on=on)
            self.bodies[name] = body
        return self.units[name]


def body_name(unit: str) -> str:
    """What a unit's Party organization is called."""
    return f"中共{unit}{'直属机关' if unit.endswith(OFFICES) else ''}委员会"


def _make_council_term(society: Society, story: Story) -> None:
    """Councils serve five years; the number of the term follows from the age of the membership."""
    if story.member_from is None:
        return
    served = (2017 - story.member_from.year) // 5
    starts = dt.date(story.member_from.year + 5 * served, story.member_from.month, 15)
    if starts > dt.date(2017, 11, 1):
        served, starts = served - 1, starts.replace(year=starts.year - 5)
    CouncilTerm.objects.create(
        society=society,
        number=served + 1,
        starts_on=starts,
        ends_on=starts.replace(year=starts.year + 5),
    )


def open_campaign(stamped_scan: ScanNeed) -> Cycle:
    """The cycle with the obligation of every society that is a member on its opening day."""
    cycle = make_cycle(stamped_scan)
    open_cycle(cycle)
    return cycle
