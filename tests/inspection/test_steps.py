"""Who may take which step of an inspection, what each step needs, and what stays as it was."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions as filings
from filings.rules import MoveNotAllowed
from ledger.home.verification.inspection import check_inspection
from ledger.home.verification.report import Report
from ledger.inspection import actions
from ledger.inspection.enums import Grade, Indicator, Outcome, Step
from ledger.inspection.filing_kinds import DEFENCE, RECTIFICATION
from ledger.inspection.findings import from_json
from ledger.inspection.models import Notice, OfficialDocument, Proposal, Result
from ledger.inspection.proposing import inspect, judge_one, open_inspection
from ledger.inspection.queries import standing
from tests.factories import CycleFactory, UserFactory
from tests.factories.inspection import (
    DECISION_DAY,
    INSPECTION_DAY,
    LAST_DAY,
    NOTICE_DAY,
    benign,
    committee,
    decided,
    noticed,
    on_day,
    proposed,
    rectified,
    reviewer,
    sent,
)
from tests.home.test_verify import tamper

pytestmark = pytest.mark.django_db
PAPER = {"number": "吉科协发学字〔2018〕3号", "dated": NOTICE_DAY}
DECISION = {"number": "吉科协决字〔2018〕1号", "dated": DECISION_DAY}


def confirm(proposal, **fields):
    with on_day(NOTICE_DAY):
        return actions.confirm(proposal.pk, **{"by": reviewer(), **PAPER, **fields})


def give_notice(proposal, **fields):
    with on_day(NOTICE_DAY):
        said = {"by": reviewer(), "reason": "注3", **PAPER, **fields}
        return actions.give_notice(proposal.pk, **said)


def decide(pk, on=DECISION_DAY, **fields):
    with on_day(on):
        return actions.decide(pk, **{"by": committee(), **DECISION, **fields})


def lift(result, **fields):
    day = dt.date(2018, 5, 15)
    paper = {"number": "吉科协解字〔2018〕1号", "dated": day}
    said = {"by": committee(), "codes": ["no_awards"], "reason": "已整改", **paper, **fields}
    with on_day(day):
        return actions.lift(result.pk, **said)


def others(*roles):
    return [role for role in Role if role not in roles]


@pytest.mark.parametrize("role", others(Role.REVIEWER))
def test_only_staff_confirm_and_give_notice(role):
    by = UserFactory(role=role)
    with pytest.raises(MoveNotAllowed, match="科协审核人"):
        confirm(benign(), by=by)
    with pytest.raises(MoveNotAllowed, match="科协审核人"):
        give_notice(proposed(), by=by)


@pytest.mark.parametrize("role", others(Role.COMMITTEE))
def test_only_the_committee_decides_and_lifts(role):
    by, notice = UserFactory(role=role), noticed()
    with pytest.raises(MoveNotAllowed, match="省科技社团党委"):
        decide(notice.proposal_id, by=by)
    with pytest.raises(MoveNotAllowed, match="省科技社团党委"):
        lift(decided(), by=by)


def test_staff_never_sign_what_punishes_nor_acquit():
    with pytest.raises(MoveNotAllowed, match="先告知学会"):
        confirm(proposed(), grade=Grade.PASSED, reason="酌情")
    with pytest.raises(MoveNotAllowed, match="先告知学会"):
        confirm(benign(), grade=Grade.FAILED, reason="查实")


def test_another_class_needs_a_reason():
    proposal = benign()
    with pytest.raises(MoveNotAllowed, match="理由"):
        confirm(proposal, grade=Grade.PASSED)
    result = confirm(proposal, grade=Grade.PASSED, reason="章程已于一月修改。")
    assert (result.proposed, result.grade) == (Grade.BASIC, Grade.PASSED)


def test_pending_is_neither_confirmed_nor_noticed():
    proposal = proposed()
    Proposal.objects.update(grade=Grade.PENDING)
    with pytest.raises(MoveNotAllowed, match="待定"):
        confirm(proposal)
    with pytest.raises(MoveNotAllowed, match="待定"):
        give_notice(proposal)


@pytest.mark.parametrize("dated", [dt.date(2018, 1, 14), dt.date(2018, 1, 23)])
def test_document_is_of_no_other_time(dated):
    with pytest.raises(MoveNotAllowed, match="成文日期不能"):
        confirm(benign(), dated=dated)


def test_one_number_is_one_document():
    confirm(benign())
    with pytest.raises(MoveNotAllowed, match="成文日期是2018年1月22日"):
        confirm(benign(), dated=INSPECTION_DAY)
    with pytest.raises(MoveNotAllowed, match="文号"):
        confirm(benign(), number="  ")
    assert OfficialDocument.objects.count() == 1


def test_nobody_is_punished_without_notice():
    with pytest.raises(MoveNotAllowed, match="先告知"):
        decide(proposed().pk)


def test_committee_may_acquit_without_notice_with_a_reason():
    with pytest.raises(MoveNotAllowed, match="理由"):
        decide(proposed().pk, grade=Grade.PASSED)
    pk = proposed().pk
    assert decide(pk, grade=Grade.PASSED, reason="材料补齐。").grade == Grade.PASSED


def test_penalties_are_those_of_the_notice_and_fewer_with_a_reason():
    notice = noticed()
    pk, few = notice.proposal_id, ["no_awards", "inspection_failed"]
    for penalties, problem in (
        (few, "减少处理须写明理由"),
        (["no_awards"], "不能去掉"),
        ([*notice.penalties, "exile"], "告知书没有这项处理：exile"),
    ):
        with pytest.raises(MoveNotAllowed, match=problem):
            decide(pk, penalties=penalties)
    with pytest.raises(MoveNotAllowed, match="只对不合格"):
        decide(pk, grade=Grade.BASIC, penalties=["no_awards"], reason="酌情")
    result = decide(pk, penalties=few, reason="酌情从轻。")
    assert [penalty.code for penalty in result.penalties.all()] == ["no_awards"]
    assert result.failed_until == dt.date(2018, 12, 31)


def test_a_penalty_that_the_rules_ask_for_no_more_is_not_imposed_without_an_end():
    notice = noticed()
    notice.proposal.inspection.penalty_terms.filter(code="no_awards").delete()
    with pytest.raises(MoveNotAllowed, match="已没有这项处理.*不能参与评优"):
        decide(notice.proposal_id)
    rest = [code for code in notice.penalties if code != "no_awards"]
    result = decide(notice.proposal_id, penalties=rest, reason="规则已改。")
    assert not result.penalties.filter(code="no_awards").exists()


def test_a_term_that_is_over_is_imposed_no_more():
    late, notice = dt.date(2019, 1, 7), noticed()
    with pytest.raises(MoveNotAllowed, match="期限已过.*不能参与评优"):
        decide(notice.proposal_id, late, dated=late)


def test_a_decided_defence_lets_the_committee_decide_before_the_last_day():
    notice = noticed()
    with on_day(dt.date(2018, 1, 24)):
        filing = sent(DEFENCE, notice.proposal.society, notice.proposal.inspection.cycle)
        by = committee()
        filings.claim(filing.pk, by=by)
    with pytest.raises(MoveNotAllowed, match="申辩尚未审理"):
        decide(notice.proposal_id, LAST_DAY, dated=LAST_DAY)
    with on_day(dt.date(2018, 1, 25)):
        filings.approve(filing.pk, by=by, version=1)
    said = {"dated": LAST_DAY, "grade": Grade.BASIC, "reason": "申辩属实。"}
    assert decide(notice.proposal_id, LAST_DAY, **said).signed_on == LAST_DAY


def test_accepted_defence_is_not_passed_over_without_a_word(client):
    """采纳 means that the society is right: 不合格 all the same needs a reason, and is not what the
    form offers."""
    notice, by = noticed(), committee()
    with on_day(LAST_DAY):
        filing = sent(DEFENCE, notice.proposal.society, notice.proposal.inspection.cycle)
        filings.claim(filing.pk, by=by)
        filings.approve(filing.pk, by=by, version=1)
    with pytest.raises(MoveNotAllowed, match="申辩已采纳，仍定不合格的须写明理由"):
        decide(notice.proposal_id)
    client.force_login(by)
    society = notice.proposal.society
    with on_day(DECISION_DAY):
        page = client.get(f"/inspection/2017/{society.slug}/").content.decode()
    assert 'name="grade"' in page and " checked" not in page
    result = decide(notice.proposal_id, reason="证明材料只说明批复延迟，没有说明未报送。")
    assert result.grade == Grade.FAILED


def test_lifting_needs_rectification_reason_and_a_later_document():
    with pytest.raises(MoveNotAllowed, match="整改批准以后"):
        lift(decided())
    result = rectified()
    with pytest.raises(MoveNotAllowed, match="理由"):
        lift(result, reason=" ")
    for early in (dt.date(2018, 4, 19), dt.date(2018, 2, 11)):  # before the penalties, too
        with pytest.raises(MoveNotAllowed, match="不能早于2018年4月20日"):
            lift(result, dated=early)
    with pytest.raises(MoveNotAllowed, match="没有这项执行中的处理.*年检视为不合格"):
        lift(result, codes=["inspection_failed"])
    assert lift(result)[0].on == dt.date(2018, 5, 15)


def test_lifting_rests_on_the_last_report_that_was_approved_by_its_date():
    result, by = rectified(), reviewer()
    with on_day(dt.date(2018, 5, 8)):
        again = sent(RECTIFICATION, result.society, result.inspection.cycle)
        filings.claim(again.pk, by=by)
        filings.approve(again.pk, by=by, version=1)
    [first] = lift(result, dated=dt.date(2018, 5, 7))
    [second] = lift(result, codes=["no_projects"], number="吉科协解字〔2018〕2号")
    assert (first.rectification.filing == again, second.rectification.filing) == (False, again)


def test_failure_is_rectified_also_where_no_penalty_is_left_to_be_lifted():
    """The next inspection asks whether it was (须整改的已经整改)."""
    few = {"penalties": ["circular_criticism", "inspection_failed"], "reason": "酌情从轻。"}
    result, by = decided(**few), reviewer()
    cycle = result.inspection.cycle
    with on_day(dt.date(2019, 3, 1)):
        filing = sent(RECTIFICATION, result.society, cycle)
        filings.claim(filing.pk, by=by)
        filings.approve(filing.pk, by=by, version=1)
        with pytest.raises(MoveNotAllowed, match="没有须整改的结论"):
            sent(RECTIFICATION, result.society, cycle)


def test_correction_is_another_result_and_the_first_stays():
    first = decided()
    proposal = _reopened(first)
    with pytest.raises(MoveNotAllowed, match="更正由省科技社团党委"):
        confirm(proposal, grade=Grade.BASIC, reason="补记")
    later = {"number": "吉科协决字〔2018〕9号", "dated": dt.date(2018, 5, 20)}
    second = decide(proposal.pk, later["dated"], grade=Grade.PASSED, reason="补记", **later)
    assert (second.corrects, Result.objects.get(pk=first.pk).grade) == (first, Grade.FAILED)
    days = ("2018-05-19", "2018-05-20")
    held = [standing(first.society, on=dt.date.fromisoformat(day)) for day in days]
    assert [any(bars.values()) for bars in held] == [True, False]
    with pytest.raises(MoveNotAllowed, match="已经更正"):
        _reopened(first)


def _reopened(result) -> Proposal:
    with on_day(dt.date(2018, 5, 10)):
        return actions.reopen(result.pk, by=reviewer(), reason="漏记台账")


def test_correction_is_given_up_and_nothing_else_is():
    result = decided()
    proposal = _reopened(result)
    with pytest.raises(MoveNotAllowed, match="正在办理"):
        _reopened(result)
    actions.drop_correction(proposal.pk, by=committee())
    assert Proposal.objects.get(society=result.society).step == Step.SIGNED
    with pytest.raises(MoveNotAllowed, match="不能撤回"):
        actions.drop_correction(proposed().pk, by=committee())


def test_evaluation_replaces_only_what_came_out_differently():
    kept, changed = proposed(), proposed()
    Proposal.objects.filter(pk=changed.pk).update(grade=Grade.BASIC)
    signed = decided().proposal
    with on_day(INSPECTION_DAY):
        counts = inspect(CycleFactory(), on=INSPECTION_DAY)
    assert (counts["kept"], counts["new"], counts["changed"]) == (1, 0, 1)
    assert set(Proposal.objects.values_list("pk", flat=True)) >= {kept.pk, signed.pk}
    with pytest.raises(MoveNotAllowed, match="重新检查"):
        confirm(changed)


def test_society_that_left_is_proposed_no_more():
    proposal = proposed()
    society = proposal.society
    society.membership, society.left_on = "left", INSPECTION_DAY
    society.save()
    proposed()
    with on_day(INSPECTION_DAY):
        assert inspect(CycleFactory(), on=INSPECTION_DAY)["dropped"] == 1
    assert not Proposal.objects.filter(society=society).exists()
    assert judge_one(open_inspection(CycleFactory()), society, on=INSPECTION_DAY) is None


def test_evaluation_takes_the_same_queries_for_more_societies(django_assert_max_num_queries):
    for _ in range(3):
        proposed()
    Proposal.objects.all().delete()
    with django_assert_max_num_queries(26), on_day(INSPECTION_DAY):
        inspect(CycleFactory(), on=INSPECTION_DAY)


def test_next_year_asks_whether_the_failure_was_rectified():
    result, mended = decided(), rectified()
    cycle = CycleFactory(
        year=2018,
        title="2018年度",
        opens_on=dt.date(2018, 4, 1),
        deadline=dt.date(2018, 11, 20),
        reporting_date=dt.date(2018, 11, 20),
        goal_date=dt.date(2018, 12, 31),
        inspection_year=2019,
    )
    day = dt.date(2019, 1, 15)
    found = []
    for society in (result.society, mended.society):
        society.obligations.create(cycle=cycle, due=cycle.deadline)
        with on_day(day):
            proposal = judge_one(open_inspection(cycle), society, on=day)
        outcomes = {f.indicator: f.outcome for f in from_json(proposal.findings)}
        found.append(outcomes[Indicator.RECTIFIED])
    assert found == [Outcome.FAILED, Outcome.PASSED]


def test_every_step_is_recorded():
    lift(rectified())
    moves = [record.detail.get("move") for record in AuditRecord.objects.order_by("pk")]
    assert [move for move in moves if move != "approve"] == ["notice", "decide", "lift"]


@pytest.mark.parametrize("table", ["notice", "result", "penalty", "lift"])
def test_rows_stay_as_they_were_written(table):
    lift(rectified())
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with connection.cursor() as cursor, transaction.atomic():
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement.format(f"inspection_{table}"))


def test_database_keeps_one_result_in_force():
    result = decided()
    fields = {f.attname: getattr(result, f.attname) for f in Result._meta.fields if f.name != "id"}
    proposal = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(**fields | {"proposal_id": proposal.pk})
    with pytest.raises(IntegrityError), transaction.atomic():
        fields |= {"society_id": proposal.society_id, "proposal_id": proposal.pk}
        Result.objects.create(**fields | {"grade": Grade.BASIC, "failed_until": None})


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE inspection_result SET reason = 'x'", "inspection_result"),
        ("UPDATE inspection_penalty SET since = '2018-01-01'", "inspection_penalty"),
        ("DELETE FROM inspection_penalty", "inspection_penalty"),
    ],
)
def test_verification_finds_a_changed_result(statement, table):
    result = decided()
    tamper(statement, table)
    report = Report()
    check_inspection(report)
    assert report.differences == [f"年检结论 {result.pk}：摘要与内容不符"]


def test_verification_of_what_the_actions_wrote_is_clean():
    lift(rectified())
    confirm(benign())
    proposal = _reopened(decided())
    decide(
        proposal.pk,
        dt.date(2018, 5, 20),
        dated=dt.date(2018, 5, 20),
        grade=Grade.PASSED,
        reason="补记",
        number="吉科协决字〔2018〕9号",
    )
    assert Notice.objects.count() == 2
    report = Report()
    check_inspection(report)
    assert report.differences == []
    assert report.checked["年检结论"] == 4
