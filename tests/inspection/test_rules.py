"""What an inspection asks is data: the administrator's page, and what follows from it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditRecord
from filings.enums import State
from ledger.inspection import rules
from ledger.inspection.enums import Grade, Indicator, Outcome
from ledger.inspection.findings import from_json
from ledger.inspection.proposing import change_rules, judge_one, open_inspection
from partyorgs.enums import OrgKind
from tests.factories import CycleFactory, ObligationFactory, UserFactory
from tests.factories.inspection import INSPECTION_DAY, on_day

pytestmark = pytest.mark.django_db
LAST = dt.date(2018, 12, 31)


def page_of(inspection) -> str:
    return f"/admin/inspection/inspection/{inspection.pk}/edit/"


def posted(client, inspection, **changes) -> dict:
    """What the page would send as it stands, with some fields changed."""
    form = client.get(page_of(inspection)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, False)}
    return {name: value for name, value in (data | changes).items() if value != ""}


@pytest.fixture
def inspection():
    return open_inspection(CycleFactory())


@pytest.fixture
def administrator(client):
    user = UserFactory(role="administrator")
    client.force_login(user)
    return user


def test_2017_asks_what_the_directive_asks(inspection):
    table = {row.indicator: row.leads_to for row in inspection.indicators.all()}
    duties = {Indicator.ESTABLISHED, Indicator.FILED}
    assert {name for name, grade in table.items() if grade == Grade.FAILED} == duties
    assert set(table) == set(Indicator)
    assert {term.code: term.until for term in inspection.penalty_terms.all()} == {
        "circular_criticism": None,
        "no_awards": LAST,
        "inspection_failed": LAST,
        "election_suspended": None,
        "no_projects": LAST,
    }


def test_administrator_changes_what_is_asked(inspection, administrator, client):
    data = posted(client, inspection, charter="", answer_days=15, **{"gives-no_awards": ""})
    response = client.post(page_of(inspection), data, follow=True)
    assert "已告知、已签发的不变" in response.content.decode()
    inspection.refresh_from_db()
    assert inspection.answer_days == 15
    assert not inspection.indicators.filter(indicator=Indicator.CHARTER).exists()
    assert not inspection.penalty_terms.filter(code="no_awards").exists()
    assert inspection.penalty_terms.get(code="no_projects").until == LAST
    assert AuditRecord.objects.get(detail__move="rules").by == administrator
    society = ObligationFactory().society
    with on_day(INSPECTION_DAY):
        proposal = judge_one(inspection, society, on=INSPECTION_DAY)
    assert Indicator.CHARTER not in [f.indicator for f in from_json(proposal.findings)]


def test_saved_as_it_stands_nothing_changes(inspection, administrator, client):
    before = [str(row) for row in inspection.indicators.all()]
    terms = [(term.code, term.until) for term in inspection.penalty_terms.all()]
    client.post(page_of(inspection), posted(client, inspection))
    assert [str(row) for row in inspection.indicators.all()] == before
    assert [(term.code, term.until) for term in inspection.penalty_terms.all()] == terms


def test_wrong_rules_are_refused_beside_their_fields(inspection, administrator, client):
    wrong = {"answer_days": "0", "until-no_awards": "明年"}
    response = client.post(page_of(inspection), posted(client, inspection, **wrong))
    assert {"answer_days", "until-no_awards"} <= set(response.context["form"].errors)
    with pytest.raises(ValidationError, match="至少检查一项"):
        change_rules(inspection, by=administrator, answer_days=10, leads_to={}, terms={})
    with pytest.raises(ValidationError, match="管理员"):
        by = UserFactory(role="reviewer")
        change_rules(inspection, by=by, answer_days=10, leads_to={}, terms={})


def facts(**changes) -> rules.Facts:
    """A society on the day of inspection that did nothing."""
    known = {"on": INSPECTION_DAY, "due": dt.date(2017, 11, 20), "is_due_over": True}
    return rules.Facts(**known | {"group_members": 3, "charter": True} | changes)


def branch(since, until=None, kind=OrgKind.INDEPENDENT_BRANCH, approved=None):
    return rules.Organization(kind, since, until, approved, "文号", 1, 1)


@pytest.mark.parametrize(
    ("organizations", "outcome", "conflict"),
    [
        ([], Outcome.FAILED, False),
        ([branch(dt.date(2017, 11, 20))], Outcome.PASSED, False),
        ([branch(dt.date(2017, 11, 21))], Outcome.FAILED, False),
        ([branch(dt.date(2017, 1, 1), dt.date(2017, 11, 21))], Outcome.PASSED, False),
        ([branch(dt.date(2017, 1, 1), dt.date(2017, 11, 20))], Outcome.FAILED, False),
        ([branch(dt.date(2017, 1, 1), kind=OrgKind.PROVISIONAL_BRANCH)], Outcome.FAILED, False),
        ([branch(dt.date(2017, 1, 1), approved=dt.date(2017, 11, 20))], Outcome.PASSED, False),
        ([branch(dt.date(2017, 1, 1), approved=dt.date(2017, 11, 21))], Outcome.PASSED, True),
    ],
)
def test_established_in_time(organizations, outcome, conflict):
    found = rules.established(facts(organizations=organizations))
    assert (found.outcome, found.conflict) == (outcome, conflict)


def test_conflicting_evidence_gives_way_to_clear_evidence():
    late = branch(dt.date(2017, 1, 1), approved=dt.date(2017, 11, 21))
    group = branch(dt.date(2017, 9, 1), kind=OrgKind.FUNCTIONAL_GROUP)
    assert not rules.established(facts(organizations=[late, group])).conflict


def test_before_the_due_date_is_over_nothing_has_failed():
    early = facts(on=dt.date(2017, 11, 20), is_due_over=False)
    outcomes = {rules.established(early).outcome, rules.filed(early).outcome}
    assert outcomes == {Outcome.MISSING}


def test_a_return_that_went_by_fails_nobody_before_the_due_date_is_over():
    sent = dt.datetime(2017, 11, 1, 12, tzinfo=timezone.get_default_timezone())
    back = {"state": State.RETURNED, "first_submitted_at": sent, "return_due": dt.date(2017, 11, 8)}
    last = dt.date(2017, 11, 20)
    early = rules.filed(facts(on=last, is_due_over=False, **back))
    assert early.outcome == Outcome.MISSING
    assert "应报截止2017-11-20未到" in early.evidence[0].text
    assert rules.filed(facts(on=last + dt.timedelta(days=1), **back)).outcome == Outcome.FAILED


@pytest.mark.parametrize(
    ("outcomes", "grade"),
    [
        ({}, Grade.PASSED),
        ({Indicator.CHARTER: Outcome.FAILED}, Grade.BASIC),
        ({Indicator.APPROVED: Outcome.MISSING}, Grade.PENDING),
        ({Indicator.APPROVED: Outcome.MISSING, Indicator.FILED: Outcome.FAILED}, Grade.FAILED),
        ({Indicator.APPROVED: Outcome.MISSING, Indicator.CHARTER: Outcome.FAILED}, Grade.PENDING),
        ({Indicator.ESTABLISHED: Outcome.NOT_APPLICABLE}, Grade.PASSED),
    ],
)
def test_first_line_of_the_table_that_holds_gives_the_grade(outcomes, grade, inspection):
    table = {Indicator(row.indicator): row.leads_to for row in inspection.indicators.all()}
    findings = [
        rules.Finding(indicator, outcomes.get(indicator, Outcome.PASSED)) for indicator in Indicator
    ]
    assert rules.grade(findings, table) == grade
