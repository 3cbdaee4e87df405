"""`manage.py verify` finds what was changed behind the back of the actions."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from accounts import clock
from accounts.enums import Role
from filings import actions, staff_actions
from filings.attachments import add_attachment
from filings.models import Event, Filing, Obligation, Version
from ledger.coverage import changes
from members.models import Person, Post
from partyorgs.models import OrganizationMember, PartyOrganization, SocietyFigures
from tests.factories import (
    CycleFactory,
    FilingFactory,
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    claimed,
    document,
    organization,
    picture,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Runs the command; gives its exit code and what it printed."""

    def verify() -> tuple[int, str, str]:
        try:
            call_command("verify")
        except SystemExit as stopped:
            code = stopped.code
        else:
            code = 0
        out, err = capsys.readouterr()
        return code, out, err

    return verify


def tamper(statement: str, table: str) -> None:
    """Change rows of an append-only table, as somebody with the database's password could."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")
        cursor.execute(statement)


def test_file_changed_or_gone_is_found(run):
    CycleFactory(stamped_scan="approval")
    filing = submitted()
    changed, gone = (
        add_attachment(
            filing.pk,
            by=secretary_of(filing.society),
            name="盖章件.png",
            data=picture(size=(40, height)),
            purpose="stamped",
        )
        for height in (40, 50)
    )
    assert run()[::2] == (0, "")
    default_storage.delete(gone.file.name)
    with changed.file.open("r+b") as file:
        file.write(b"x")
    Filing.objects.filter(pk=filing.pk).update(scan="matches")
    code, _, err = run()
    assert code == 1
    assert f"附件 {changed.pk}：摘要与文件不符" in err
    assert f"附件 {gone.pk}：文件不在" in err
    assert "的盖章件：存的是 matches，重新计算是 no_code" in err


def test_lost_trigger_and_old_coverage_are_found_and_repaired(run):
    society = approve().society
    assert run()[::2] == (0, "")
    name = "coverage_partyorgs_organizationmember_update"
    on = " ON partyorgs_organizationmember" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    later = clock.today() + dt.timedelta(days=9)
    OrganizationMember.objects.filter(society=society).update(valid_from=later)
    code, _, err = run()
    assert code == 1
    assert f"覆盖率触发器 {name}：没有、停用或内容不同" in err and "manage.py migrate" in err
    assert "记住的与重新计算的不同" in err and "manage.py snapshot" in err
    changes.create_triggers("default")  # what `migrate` calls
    assert "覆盖率" not in run()[2]


def test_empty_database_verifies(run):
    assert run()[::2] == (0, "")


def test_filings_in_every_state_verify(run):
    FilingFactory()
    submitted()
    claimed()
    approve()
    withdrawn = submitted()
    actions.withdraw(withdrawn.pk, by=secretary_of(withdrawn.society))
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "申报：5" in out and "版本：4" in out and "全部相符" in out


def test_filing_returned_and_resubmitted_late_verifies(run):
    filing = claimed()
    version = filing.versions.last()
    actions.return_filing(
        filing.pk, by=filing.claimed_by, version=version.number, reason="unclear", text="请写全称。"
    )
    later = clock.now() + dt.timedelta(days=30)
    with clock.pretend(later):
        actions.submit(filing.pk, by=secretary_of(filing.society))
    filing.refresh_from_db()
    assert filing.is_late and filing.obligation.first_submitted_at == later
    assert run()[::2] == (0, "")


@pytest.mark.parametrize(
    "change",
    [
        "normalized = '{}'",
        "answers = '{\"explanations\": {}}'",
        "sha256 = '0'",
        "submitted_at = '2017-05-02 00:00:00+00:00'",
    ],
)
def test_changed_version_is_found(run, change):
    filing = submitted()
    tamper(f"UPDATE filings_version SET {change}", "filings_version")
    code, _, err = run()
    assert code == 1
    assert f"申报 {filing.pk} 第1版：摘要与内容不符" in err


def test_removed_event_is_found(run):
    filing = claimed()
    tamper("DELETE FROM filings_event WHERE move = 'claim'", "filings_event")
    code, _, err = run()
    assert code == 1
    assert f"申报 {filing.pk}的状态：存的是 in_review，重新计算是 submitted" in err


def test_event_against_the_lifecycle_is_found(run):
    filing = submitted()
    Event.objects.create(
        filing=filing,
        move="approve",
        from_state="submitted",
        to_state="approved",
        by=filing.submitted_by,
        at=clock.now(),
    )
    code, _, err = run()
    assert code == 1
    assert "不合规定的流程" in err


def test_moved_first_submission_is_found(run):
    filing = submitted()
    Obligation.objects.update(first_submitted_at=clock.now() - dt.timedelta(days=30))
    code, _, err = run()
    assert code == 1
    assert f"申报 {filing.pk}的首次提交时间" in err


@pytest.mark.parametrize(
    ("model", "change", "words"),
    [
        (Filing, {"declared": "party_committee"}, "的 declared"),
        (Filing, {"warnings": 9}, "的警告数"),
        (Person, {"name": "某某"}, "的 name"),
        (Person, {"valid_from": dt.date(2016, 1, 1)}, "的记入日期"),
        (Post, {"title": "顾问"}, "任职"),
        (SocietyFigures, {"party_member_count": 99}, "的 party_member_count"),
        (PartyOrganization, {"established_on": dt.date(2016, 1, 1)}, "的 established_on"),
        (PartyOrganization, {"leader": None}, "的书记（组长）"),
        (OrganizationMember, {"valid_from": dt.date(2016, 1, 1)}, "党组织成员单位"),
        (OrganizationMember, {"kind": "joint_branch"}, "的类型"),
    ],
)
def test_changed_row_of_the_ledger_is_found(run, model, change, words):
    approve()
    assert run()[::2] == (0, "")
    model.objects.filter(pk=model.objects.last().pk).update(**change)
    code, _, err = run()
    assert code == 1
    assert words in err


def test_missing_and_added_people_are_found(run):
    filing = approve()
    version = Version.objects.get()
    missing = Person.objects.last()
    missing.posts.all().delete()
    PartyOrganization.objects.filter(leader=missing).update(leader=None)
    missing.delete()
    Person.objects.create(
        society=filing.society,
        key="r000000000000",
        name="某某",
        party_status="full",
        valid_from=clock.today(),
        source=version,
    )
    code, _, err = run()
    assert code == 1
    assert f"人员：台账缺少 {missing.key}" in err
    assert "人员：台账多出 r000000000000" in err


def test_rows_of_a_version_that_was_not_approved_are_found(run):
    filing = submitted()
    Person.objects.create(
        society=filing.society,
        key="r000000000000",
        name="某某",
        party_status="full",
        valid_from=clock.today(),
        source=Version.objects.get(),
    )
    code, _, err = run()
    assert code == 1
    assert "来源版本未获批准" in err


def test_changed_member_units_of_a_joint_branch_are_found(run):
    society = SocietyFactory()
    branch = organization("联合党支部", member_units="吉林省气象局机关、吉林省水利厅机关")
    approve(submitted(society, content=document(society, cadres=[cadre()], organizations=[branch])))
    assert run()[::2] == (0, "")
    OrganizationMember.objects.filter(outside_unit="吉林省水利厅机关").delete()
    code, _, err = run()
    assert code == 1
    assert "的名册外单位：存的是 ['吉林省气象局机关']" in err


def test_moves_of_staff_verify(run):
    """A return undone, a claim released by force, a slip corrected and approved by another."""
    filing = claimed()
    reviewer = filing.claimed_by
    actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请写全称。")
    staff_actions.undo_return(filing.pk, by=reviewer)
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    staff_actions.force_release(filing.pk, by=administrator, text="审核人休假。")
    actions.claim(filing.pk, by=reviewer)
    cells = {"staff_count": "9"}
    staff_actions.correct(filing.pk, by=reviewer, version=1, cells=cells, text="笔误。")
    approve(Filing.objects.get(pk=filing.pk))
    assert run()[::2] == (0, "")
