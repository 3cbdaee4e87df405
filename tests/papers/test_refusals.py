"""A file that is no form is refused with the reason and what to do, at once, in little memory."""

import io
import os
import struct
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from docx import Document
from openpyxl import Workbook

from filings.kinds import get_kind
from filings.papers.reading import Refused, read
from tests.papers.strangers import FILES

FORM = (FILES / "official_copy.xlsx").read_bytes()
LETTER = (FILES / "official_word.docx").read_bytes()


def saved(made) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(data: bytes, **parts) -> bytes:
    """A package with some parts put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**kept | parts)


def ole(*streams: str) -> bytes:
    """The head of an old container with the names of its streams."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<H", 2 * len(name) + 2)
        + b"\0" * 62
        for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries + b"\0" * 2048


def sheet_xml(rows: bytes, after: bytes = b"") -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet %s><sheetData>%s</sheetData>%s</worksheet>" % (space, rows, after)


def with_sheet(xml: bytes) -> bytes:
    return changed(FORM, **{"xl/worksheets/sheet1.xml": xml})


def entities() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><worksheet>&a9;</worksheet>'.encode()


def bomb() -> bytes:
    return changed(FORM, **{"xl/worksheets/sheet1.xml": b"<c/>" * 30_000_000})


def lying_bomb() -> bytes:
    """An entry that unpacks to a hundred times what it declares."""
    data = bytearray(zipped(**{"xl/workbook.xml": b"<" + b" " * 50_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def other_book() -> bytes:
    made = Workbook()
    for row in (["商品", "单价", "数量"], ["苹果", 3.5, 10], ["梨", 2, 8]):
        made.active.append(row)
    return saved(made)


CASES = {
    "empty": (lambda: b"", "空文件"),
    "zeros": (lambda: b"\0" * 1000, "空文件"),
    "text": (lambda: "姓名,性别\n".encode(), "不是表格文件"),
    "picture": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 1000, "图片"),
    "phone picture": (lambda: b"\0\0\0\x18ftypheic" + b"x" * 1000, "图片"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF"),
    "web page": (lambda: b"<html><table></table></html>", "网页"),
    "old word": (lambda: ole("Root Entry", "WordDocument"), "旧格式的 Word"),
    "encrypted": (lambda: ole("Root Entry", "EncryptedPackage"), "密码"),
    "old macros": (lambda: ole("Workbook", "_VBA_PROJECT_CUR"), "宏"),
    "broken old workbook": (lambda: ole("Workbook"), "打不开"),
    "macros": (lambda: changed(FORM, **{"xl/vbaProject.bin": b"x"}), "宏"),
    "archive": (lambda: zipped(**{"a/表.xlsx": FORM}), "压缩包"),
    "open document": (lambda: zipped(**{"content.xml": b"<x/>"}), "OpenDocument"),
    "half": (lambda: FORM[: len(FORM) // 2], "打不开"),
    "60 MB": (lambda: b"PK\x03\x04" + b"x" * 60_000_000, "57 MB"),
    "zip bomb": (bomb, "展开后"),
    "lying zip bomb": (lying_bomb, "打不开"),
    "entities": (lambda: with_sheet(entities()), "打不开"),
    "entities in Word": (lambda: changed(LETTER, **{"word/document.xml": entities()}), "打不开"),
    "many cells": (
        lambda: with_sheet(sheet_xml((b"<row>" + b"<c/>" * 300 + b"</row>") * 1000)),
        "空白格",
    ),
    "many texts": (
        lambda: with_sheet(sheet_xml((b"<row>" + b"<c><v>1</v></c>" * 50 + b"</row>") * 1000)),
        "20000 格以上",
    ),
    "much text": (
        lambda: with_sheet(sheet_xml(b'<row><c t="str"><v>%s</v></c></row>' % (b"x" * 2_000_000))),
        "文字太多",
    ),
    "many styles": (
        lambda: changed(
            FORM, **{"xl/styles.xml": b"<s><cellXfs>" + b"<xf/>" * 600_000 + b"</cellXfs></s>"}
        ),
        "格式太多",
    ),
    "many paragraphs": (
        lambda: changed(LETTER, **{"word/document.xml": b"<d>" + b"<p/>" * 600_000 + b"</d>"}),
        "格式太多",
    ),
    "huge merge": (
        lambda: with_sheet(
            sheet_xml(b"", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        "空白格",
    ),
    "other workbook": (other_book, "没有找到"),
    "other letter": (lambda: saved(Document()), "没有找到"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All cases as files."""
    folder = tmp_path_factory.mktemp("refused")
    for case, (make, _) in CASES.items():
        (folder / case).write_bytes(make())
    return folder


@pytest.mark.parametrize("case", CASES)
def test_no_form_is_refused_with_what_to_do(folder, case):
    _, reason = CASES[case]
    with pytest.raises(Refused) as refused:
        read((folder / case).read_bytes(), get_kind("registration"))
    assert reason in refused.value.reason
    assert refused.value.advice


# Reads each file in a process of its own; prints its name, CPU time and most memory in MB.
REFUSING = """
import os, sys
from pathlib import Path
import django
django.setup()
from filings.kinds import get_kind
from filings.papers.reading import Refused, read
for path in Path(sys.argv[1]).iterdir():
    child = os.fork()
    if not child:
        try:
            read(path.read_bytes(), get_kind("registration"))
        except Refused:
            os._exit(0)
    _, status, used = os.wait4(child, 0)
    print(path.name, status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, sep="\\t")
"""


def test_a_refusal_takes_two_seconds_and_300_mb_at_most(folder):
    done = subprocess.run(
        [sys.executable, "-c", REFUSING, str(folder)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    costs = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(costs) == len(CASES)
    assert [c for c in costs if c[1] != "0" or float(c[2]) > 2 or float(c[3]) > 300] == []


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing():
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(FORM)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    found = read(
        with_sheet(sheet.replace(b"</sheetData>", far + b"</sheetData>")),
        get_kind("registration"),
    )
    assert [str(entry.source) for entry in found.unplaced] == ["表1 XFD1048576"]


def test_xls_that_names_more_memory_than_there_is_ends_no_server():
    """Its sheet says that it has four billion rows; the library would reserve them."""
    data = bytearray((FILES / "resaved_official_copy.xls").read_bytes())
    at = data.index(b"\x00\x02\x0e\x00")  # the record of the sheet's size
    data[at + 8 : at + 12] = b"\xff" * 4
    with pytest.raises(Refused, match="损坏"):
        read(bytes(data), get_kind("registration"))
