"""manage.py load_files: the mailbox from the command line."""

import io
import os

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import AuditRecord
from filings.enums import State
from filings.models import Filing, Mailbox
from tests.factories import CycleFactory, ObligationFactory, UserFactory
from tests.factories.mailboxes import table_file, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def folder(tmp_path):
    """Two files that can be loaded, one of them in a zip, and one that cannot."""
    one, two = (ObligationFactory().society for _ in range(2))
    folder = tmp_path / "邮箱"
    (folder / "11月").mkdir(parents=True)
    (folder / "11月" / "物理.xlsx").write_bytes(table_file(one))
    (folder / "11月" / ".DS_Store").write_bytes(b"x")
    (folder / "其他.zip").write_bytes(zipped({"化学.xlsx": table_file(two)}).getvalue())
    (folder / "照片.txt").write_bytes(b"hello")
    return folder


def run(folder, report, by, **options):
    """What it prints, and with what it ends."""
    said = io.StringIO()
    try:
        call_command("load_files", folder, by=by, report=report, stdout=said, **options)
    except CommandError as failure:
        return said.getvalue(), failure
    return said.getvalue(), None


def test_folder_is_loaded_and_what_failed_reported(folder, reviewer, tmp_path):
    report = tmp_path / "报告.xlsx"
    said, failure = run(folder, report, reviewer.username)
    assert said.startswith(
        "共 3 个文件：提交 2，存为草稿 0，以前已载入 0，需要回答 0，不能载入 1；"
        "略过系统留下的文件 1 个。"
    )
    assert failure.returncode == 1
    assert [filing.state for filing in Filing.objects.all()] == [State.SUBMITTED] * 2
    assert [row[1] for row in load_workbook(report)["文件"].values] == ["文件", "照片.txt"]
    said, _ = run(folder, report, reviewer.username)
    assert "提交 0，存为草稿 0，以前已载入 2" in said


def test_dry_run_tells_the_same_and_changes_nothing(folder, reviewer, tmp_path):
    report = tmp_path / "报告.xlsx"
    said, failure = run(folder, report, reviewer.username, dry_run=True)
    assert "提交 2，存为草稿 0" in said and "没有改动任何内容" in said
    assert failure.returncode == 1
    assert [row[1] for row in load_workbook(report)["文件"].values] == ["文件", "照片.txt"]
    for model in (Filing, Mailbox, AuditRecord):
        assert not model.objects.exists()
    assert default_storage.listdir("mailbox")[1] == []
    (folder / "照片.txt").unlink()
    assert run(folder, report, reviewer.username)[1] is None


@pytest.mark.parametrize("by", ["nobody", "secretary"])
def test_only_who_decides_may_load(folder, tmp_path, by):
    UserFactory(username="secretary")
    _, failure = run(folder, tmp_path / "x.xlsx", by)
    assert str(failure) == f"没有用户名为 {by} 的审核人。"


def test_folder_and_report_have_to_be_there(folder, reviewer, tmp_path):
    for place, report, told in (
        (tmp_path / "无", tmp_path / "x.xlsx", "没有文件夹"),
        (folder, tmp_path / "无" / "x.xlsx", "不能写入"),
    ):
        _, failure = run(place, report, reviewer.username, dry_run=True)
        assert told in str(failure)


def test_names_in_gbk_are_read(reviewer, tmp_path):
    """As `unzip` leaves them of a zip from Chinese Windows."""
    CycleFactory()
    folder = tmp_path / os.fsdecode("邮箱".encode("gbk"))
    folder.mkdir()
    (folder / os.fsdecode("说明.txt".encode("gbk"))).write_bytes(b"hello")
    (folder / os.fsdecode("啊.xlsx".encode("gbk"))).write_bytes(b"hello")
    report = tmp_path / "报告.xlsx"
    said, _ = run(folder, report, reviewer.username)
    assert "不能载入 2；略过系统留下的文件 0 个" in said
    files = list(load_workbook(report)["文件"].values)[1:]
    assert {row[1] for row in files} == {"说明.txt", "啊.xlsx"}
    assert Mailbox.objects.get().name == "邮箱"
