"""The demonstration world is what docs/demo.md says: its table, its numbers, and what changes them.

The table and the numbers are read from the document; nothing here asks the plan."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import clock
from accounts.models import User
from filings import actions
from filings.models import Cycle, Filing, Obligation
from filings.rules import filed_in_time
from ledger.coverage import queries
from ledger.coverage.enums import COUNTED, Measure
from ledger.coverage.sources import Live
from ledger.home.demo.world import World
from partyorgs.actions import end_liaison
from partyorgs.models import LiaisonAssignment, PartyOrganization
from societies.models import Society, in_force

# Once: that both databases count alike is asked over random worlds (tests/coverage).
pytestmark = pytest.mark.sqlite
DOCUMENT = Path(settings.BASE_DIR, "docs", "demo.md").read_text(encoding="utf-8")
TODAY = dt.date(2017, 11, 6)
# The columns of the table of cases.
MEASURES = (
    Measure.ORGANIZATION_DIRECTIVE,
    Measure.WORK_DIRECTIVE,
    Measure.ORGANIZATION_STATISTICS,
    Measure.WORK_STATISTICS,
)
GROUP, PROVISIONAL = "功能型党小组", "临时党支部"


def tables() -> dict[str, list[dict]]:
    """The Markdown tables of the document as lists of rows, by their first heading."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", DOCUMENT, re.MULTILINE):
        lines = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
        ]
        found[lines[0][0]] = [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]
    return found


TABLES = tables()
ROWS = TABLES["#"]


def organizations(row) -> set[tuple[str, str]]:
    """(label, date) pairs of a row of the table."""
    texts = row["organizations in force"].split("; ")
    return {tuple(text.split()) for text in texts if text != "—"}


def has_officer(row) -> bool:
    since, _, until = row["liaison officer"].partition(" – ")
    return since != "—" and since <= str(TODAY) and (not until or until > str(TODAY))


def counted(measure: Measure) -> set[str]:
    """The slugs that a number counts, from the document's table alone."""
    found = set()
    for row in ROWS:
        kinds = {kind for kind, _ in organizations(row)} - {PROVISIONAL}
        if measure in (Measure.ORGANIZATION_STATISTICS, Measure.WORK_STATISTICS):
            kinds -= {GROUP}
        by_officer = has_officer(row) and measure in (
            Measure.WORK_DIRECTIVE,
            Measure.WORK_STATISTICS,
        )
        if row["membership"] == "member" and (kinds or by_officer):
            found.add(row["slug"])
    return found


def shown(measure: Measure) -> set[str]:
    """The slugs of the list behind a number of the coverage page."""
    rows = queries.rows(Live(TODAY, Cycle.objects.get()).facts, [("cover", COUNTED[measure])])
    found = Society.objects.filter(pk__in=[row["society_id"] for row in rows])
    return set(found.values_list("slug", flat=True))


def fractions() -> list[str]:
    """The four numbers as the table of cases writes them."""
    members = Live(TODAY, Cycle.objects.get()).figures().total
    return [f"{len(shown(measure))} / {members}" for measure in MEASURES]


def documented(case: str) -> list[str]:
    """The numbers of the case whose words begin so."""
    [row] = [row for row in TABLES["case"] if row["case"].startswith(case)]
    return list(row.values())[1:]


@pytest.fixture(scope="module")
def built(build_once):
    build_once(World().build)


@pytest.fixture
def demo(built, db):
    """The world of the document."""


def approve(slug: str, **choices) -> None:
    """Claim where necessary, and approve with the answers to the decisions asked."""
    filing = Filing.objects.get(society__slug=slug)
    if filing.claimed_by is None:
        actions.claim(filing.pk, by=User.objects.get(username="reviewer"))
        filing.refresh_from_db()
    version = filing.versions.last()
    asked = actions.get_kind(filing.kind).decisions(version)
    answers = {decision.name: choices["joint"] for decision in asked}
    actions.approve(filing.pk, by=filing.claimed_by, version=version.number, choices=answers)


def call_back_officer(slug: str) -> None:
    officer = LiaisonAssignment.objects.get(society__slug=slug, valid_until=None)
    committee = User.objects.get(username="committee")
    end_liaison(officer.pk, by=committee, on=TODAY, reason="工作调动")


def branch_of(slug: str) -> str:
    return str(PartyOrganization.objects.get(owner__slug=slug, kind="joint_branch").pk)


def test_every_society_stands_as_the_table_says(demo):
    assert [row["slug"] for row in ROWS] == list(Society.objects.values_list("slug", flat=True))
    for row in ROWS:
        society = Society.objects.get(slug=row["slug"])
        left = f" {society.left_on}" if society.left_on else ""
        filing = Filing.objects.filter(society=society).first()
        obliged = Obligation.objects.filter(society=society).exists()
        held = society.organization_memberships.filter(in_force(TODAY))
        officers = [
            f"{officer.valid_from}" + (f" – {officer.valid_until}" if officer.valid_until else "")
            for officer in society.liaison_assignments.all()
        ]
        assert row == {
            "#": row["#"],
            "slug": society.slug,
            "name": society.name_on(TODAY),
            "membership": society.membership + left,
            "filing": filing.state.replace("_", " ") if filing else "not filed" if obliged else "—",
            "organizations in force": "; ".join(
                f"{member.get_kind_display()} {member.valid_from}" for member in held
            )
            or "—",
            "liaison officer": "; ".join(officers) or "—",
        }


def test_the_numbers_of_the_document_are_counted_from_its_table():
    members = [row for row in ROWS if row["membership"] == "member"]
    assert [f"{len(counted(m))} / {len(members)}" for m in MEASURES] == documented("as it stands")
    for row in TABLES["number"]:
        numerator, denominator = (int(part) for part in row[""].split(" / "))
        tenths = 1000 * numerator // denominator
        assert row["percent, cut"] == f"{tenths // 10}.{tenths % 10}"
    classes = TABLES["in force at a member society"]
    assert sum(int(row["societies"]) for row in classes) == len(members)


@pytest.mark.parametrize("measure", MEASURES)
def test_each_list_holds_the_societies_of_the_table(demo, measure):
    assert shown(measure) == counted(measure)


def test_numbers_as_the_world_stands(demo):
    assert fractions() == documented("as it stands")


def test_approval_of_a_society_that_joins_a_branch(demo):
    before = {measure: shown(measure) for measure in MEASURES}
    approve("optics", joint=branch_of("laser"))
    assert fractions() == documented("optics")
    for measure in MEASURES:
        assert shown(measure) == before[measure] | {"optics"}
    assert PartyOrganization.objects.get(pk=branch_of("laser")).members.count() == 3


def test_joint_branch_of_two(demo):
    before = shown(Measure.ORGANIZATION_STATISTICS)
    approve("metrology", joint="new")
    assert fractions() == documented("metrology")
    approve("standardization", joint=branch_of("metrology"))
    assert fractions() == documented("standardization")
    added = shown(Measure.ORGANIZATION_STATISTICS) - before
    assert added == {"metrology", "standardization"}
    branch = PartyOrganization.objects.get(pk=branch_of("metrology"))
    assert {member.society.slug for member in branch.members.all()} == added


@pytest.mark.parametrize("slug", ["wetlands", "science-policy"])
def test_officer_is_called_back(demo, slug):
    call_back_officer(slug)
    assert fractions() == documented(f"the officer of {slug}")
    assert slug not in shown(Measure.WORK_STATISTICS)


def test_society_leaves(demo):
    society = Society.objects.get(slug="mathematics")
    society.membership, society.left_on = "left", TODAY
    society.save()
    assert fractions() == documented("mathematics")
    assert not any(society.slug in shown(measure) for measure in MEASURES)


def test_late_societies_after_the_deadline(demo):
    later = dt.date(2017, 11, 27)
    late = [
        obligation.society.slug
        for obligation in Obligation.objects.filter(society__membership="member")
        if not filed_in_time(obligation, obligation.filings.first(), on=later)
    ]
    assert len(late) == 28
    waiting = {"not filed", "draft", "returned"}
    assert set(late) == {row["slug"] for row in ROWS if row["filing"] in waiting}


def test_everything_verifies(demo, capsys):
    call_command("verify")
    assert "全部相符" in capsys.readouterr().out


def test_the_seven_accounts_sign_in_and_no_other(demo, client):
    known = set()
    for user in User.objects.all():
        if user.has_usable_password():
            assert user.check_password("partyreg-2017")
            known.add(user.username)
    assert known == {row["user name"] for row in TABLES["user name"]}
    page = client.post(
        "/accounts/login/", {"username": "secretary", "password": "partyreg-2017"}, follow=True
    )
    assert page.context["user"].name == "高文博"


def test_nothing_real_and_no_event_in_the_future(demo):
    phones = " ".join(str(filing.document) for filing in Filing.objects.all())
    numbers = set(re.findall(r"\b1\d{10}\b", phones))
    assert numbers and all(number.startswith("1540000") for number in numbers)
    last = max(event.at for filing in Filing.objects.all() for event in filing.events.all())
    assert last.date() == TODAY
    with clock.pretend(last):
        assert clock.today() == TODAY


def test_names_are_those_of_the_day(demo):
    unit = Society.objects.get(slug="forestry").support_unit
    assert unit.name_on(TODAY) == "吉林省林业厅"
    assert unit.name_on(dt.date(2018, 10, 1)) == "吉林省林业和草原局"
    assert Society.objects.get(slug="popular-science-creation").name == "吉林省科普作家协会"


def test_second_run_changes_nothing(demo, capsys):
    events = actions.Event.objects.count()
    call_command("demo")
    assert "已有数据" in capsys.readouterr().out
    assert (actions.Event.objects.count(), Society.objects.count()) == (events, 174)


def test_refused_outside_demo_mode(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
