"""What is taken out of a zip, and what is not."""

import io

import pytest

from filings.mailbox import unpacking
from filings.mailbox.unpacking import unpack
from societies.office.refusals import Refused
from tests.factories.mailboxes import LEFTOVERS, zipped


def names(*uploads):
    packed, skipped = unpack(uploads)
    return [piece.name for piece in packed], skipped


@pytest.mark.parametrize("gbk", [True, False])
def test_chinese_names_of_any_packer_are_read(gbk):
    files = dict.fromkeys(
        ["填报材料/物理学会（最终）.xlsx", "填报材料/子 文件夹/化学会.docx", "一.xlsx", "a.xls"],
        b"1",
    )
    found = names(("邮箱.zip", zipped(files, gbk=gbk, folders=["空文件夹"])))
    assert found == (list(files), 0)


def test_leftovers_of_systems_are_skipped_and_counted():
    files = {"物理.xlsx": b"1"} | dict.fromkeys(LEFTOVERS, b"x")
    assert names(("a.zip", zipped(files))) == (["物理.xlsx"], len(LEFTOVERS))
    assert names(("物理.xlsx", io.BytesIO(b"1")), ("~$物理.xlsx", io.BytesIO(b"2"))) == (
        ["物理.xlsx"],
        1,
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../etc/passwd.xlsx", "etc/passwd.xlsx"),
        ("/root/a.xlsx", "root/a.xlsx"),
        ("C:\\邮箱\\a.xlsx", "邮箱/a.xlsx"),
        ("a\u202exslx.exe", "axslx.exe"),
        ("..", "没有名字的文件"),
    ],
)
def test_name_leads_nowhere(written, shown):
    assert names(("a.zip", zipped({written: b"1"})))[0] == [shown]


def test_zip_in_a_zip_stays_one_file():
    inner = zipped({"a.xlsx": b"1"}).getvalue()
    assert names(("a.zip", zipped({"里面.zip": inner}))) == (["里面.zip"], 0)


def test_encrypted_file_stays_shut():
    files = {"密.xlsx": b"1", "开.xlsx": b"2"}
    shut, other = unpack([("a.zip", zipped(files, gbk=True, encrypted=["密.xlsx"]))])[0]
    with pytest.raises(Refused, match="密码"):
        shut.read()
    assert other.read() == b"2"


def test_damaged_file_is_refused_alone():
    data = bytearray(zipped({"a.xlsx": b"1" * 400, "b.xlsx": b"2"}).getvalue())
    data[40] ^= 0xFF
    one, other = unpack([("a.zip", io.BytesIO(bytes(data)))])[0]
    with pytest.raises(Refused, match="损坏"):
        one.read()
    assert other.read() == b"2"


def test_broken_zip_is_a_file_that_cannot_be_read():
    whole = zipped({"a.xlsx": b"1"}).getvalue()
    assert names(("a.zip", io.BytesIO(whole[:30]))) == (["a.zip"], 0)


def test_bomb_is_not_unpacked(monkeypatch):
    bomb = zipped({f"{i}.xlsx": b"\0" * 2**20 for i in range(3)})
    assert len(bomb.getvalue()) < 2**14
    monkeypatch.setattr(unpacking, "MOST_BYTES", 2 * 2**20)
    with pytest.raises(Refused, match="展开后共有 3 MB"):
        unpack([("a.zip", bomb)])


def test_large_file_is_refused_alone(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 100)
    large, small = unpack([("a.zip", zipped({"a.xlsx": b"1" * 101, "b.xlsx": b"2"}))])[0]
    with pytest.raises(Refused, match="有 0 MB"):
        large.read()
    assert small.read() == b"2"


def test_more_files_than_allowed_are_refused_together():
    files = {f"{i}.xlsx": b"1" for i in range(301)}
    with pytest.raises(Refused, match="共有 301 个文件"):
        unpack([("a.zip", zipped(files))])


@pytest.mark.parametrize("files", [{}, {"__MACOSX/._a.xlsx": b"1"}])
def test_nothing_to_load_is_said(files):
    with pytest.raises(Refused, match="没有可以载入的文件"):
        unpack([("a.zip", zipped(files))])
