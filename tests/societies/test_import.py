"""The register from a workbook and accounts from a list: looked at first, all errors at once, then
everything or nothing."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from accounts.models import AuditRecord, User
from societies.importing.apply import apply_lists, keep_workbook
from societies.importing.plan import plan
from societies.importing.reading import Refused, read_workbook
from societies.importing.rows import read_tables
from societies.models import PartyBody, PendingImport, Society, SocietyAccount, SupportUnit
from tests.factories import SocietyFactory, SupportUnitFactory, UserFactory, secretary_of
from tests.races import at_once

pytestmark = pytest.mark.django_db
URL = "/admin/societies/society/"
UNITS = ("支撑单位", ["名称*", "联系人", "联系电话", "党组织"])
SOCIETIES = (
    "学会",
    [
        "名称*",
        "简称",
        "网址代号",
        "学科",
        "所在地",
        "支撑单位",
        "会员状态",
        "入会日期",
        "党建写入章程",
    ],
)
ACCOUNTS = ("账号", ["学会*", "姓名*", "联系电话", "电子邮箱", "用户名"])
OPTICS = ["吉林省光学学会", "省光学学会", "optics", "理科", "长春市", "吉林大学", "团体会员"]


@pytest.fixture
def admin(client, settings):
    settings.BUSINESS_DATE = dt.date(2017, 11, 6)
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def workbook(*sheets) -> bytes:
    """A workbook of ((title, heading), row, row …) sheets."""
    book = Workbook()
    book.remove(book.active)
    for (title, heading), *rows in sheets:
        sheet = book.create_sheet(title)
        for row in (heading, *rows):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(response) -> str:
    return response.content.decode()


def upload(client, *sheets, data=None) -> str:
    file = SimpleUploadedFile("名册.xlsx", data or workbook(*sheets))
    return text(client.post(URL + "import/", {"file": file}, follow=True))


def confirm(client, page) -> str:
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    return text(client.post(URL + "import/confirm/", {"seen": seen}, follow=True))


def shown_errors(page) -> dict[str, str]:
    """Reason by sheet and cell."""
    found = re.findall(
        r"<td>(\S+)</td><th scope=\"row\">(\S+)</th><td>.*?</td><td>(.*?)</td>", page
    )
    return {f"{sheet} {cell}": why for sheet, cell, why in found}


WHOLE = (
    (UNITS, ["吉林大学", "王芳", "0431-55500100", "中共吉林大学委员会"]),
    (SOCIETIES, [*OPTICS, dt.date(2001, 5, 16), "是"]),
    (ACCOUNTS, ["省光学学会", "李静", 15400000000, "lijing@example.org", ""]),
)


def test_what_is_wrong_in_a_cell_is_said_in_words_of_the_list(client, admin):
    society = [*OPTICS, "2001.13.1", "是"]
    society[2] = "guang xue"
    account = ["省光学学会", "李静", "1540000000", "lijing@example", "li jing"]
    page = upload(client, (UNITS, ["吉林大学"]), (SOCIETIES, society), (ACCOUNTS, account))
    said = shown_errors(page)
    assert said["学会 C2"] == said["账号 E2"] == "只能用字母、数字、-、_。"
    assert said["学会 H2"] == "不是日期，例如：2001-05-16。"
    assert said["账号 C2"] == "手机号码应有 11 位，这里是 10 位。"
    assert said["账号 D2"] == "不是完整的邮箱地址，例如：name@example.org。"


def test_sheets_of_the_template_are_no_remark(client, admin):
    page = upload(client, *WHOLE, (("选项", ["学科"]), ["理科"]), (("填写说明", ["一个工作簿"]),))
    assert "没有读取工作表" not in page


def test_an_empty_register_is_filled_from_one_workbook(client, admin):
    page = upload(client, *WHOLE)
    assert not Society.objects.exists()
    links = confirm(client, page)
    society = Society.objects.get()
    assert (society.name, society.short_name, society.slug) == tuple(OPTICS[:3])
    assert (society.support_unit.name, society.member_from) == ("吉林大学", dt.date(2001, 5, 16))
    assert society.charter_has_party_building and society.history.get().history_user == admin
    assert PartyBody.objects.get().name == "中共吉林大学委员会"
    user = SocietyAccount.objects.get(society=society).user
    assert (user.username, user.phone, user.is_active) == ("optics", "15400000000", False)
    assert not PendingImport.objects.exists()
    link = re.search(r"http://testserver(/accounts/invitation/\S+?/)", links)[1]
    assert "李静" in text(client.get(link))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_workbook_confirmed_twice_at_once_is_entered_once():
    by = UserFactory(role=Role.ADMINISTRATOR)
    kept = keep_workbook(workbook(*WHOLE), filename="名册.xlsx", by=by)

    def planned():
        lists = read_tables(read_workbook(kept.data))
        plan(lists)
        return lists

    seen = planned().fingerprint()

    def confirm():
        apply_lists(planned(), seen=seen, by=by, kept=kept)

    told = at_once(confirm, confirm)
    assert set(told) == {None, "['这个工作簿刚刚已经导入或换掉，没有再写入什么。']"}
    assert Society.objects.count() == 1


def test_the_same_workbook_again_changes_nothing(client, admin):
    confirm(client, upload(client, *WHOLE))
    assert "与名册完全一致" in upload(client, *WHOLE)


def test_filled_cells_change_what_the_register_holds_and_empty_ones_nothing(client, admin):
    society = SocietyFactory(name="吉林省光学学会", charter_has_party_building=True)
    SupportUnitFactory(name="吉林大学")
    page = upload(client, (SOCIETIES, ["吉林省光学学会", "", "", "工科", "", "吉林大学"]))
    assert "<del>理科</del> → 工科" in page
    confirm(client, page)
    society.refresh_from_db()
    assert (society.discipline, society.support_unit.name) == ("B", "吉林大学")
    assert society.charter_has_party_building and society.place_code == "220100"


def test_all_errors_are_shown_at_once_with_sheet_and_cell(client, admin):
    known = SocietyFactory(name="吉林省光学学会", slug="optics")
    taken = secretary_of(SocietyFactory()).username
    page = upload(
        client,
        (UNITS, ["吉林大学"], ["吉林大学"]),
        (
            SOCIETIES,
            [known.name, "", "other", "文科", "北京市", "没有的大学", "申请入会", "去年", "大概"],
            ["吉林省声学学会", "", "optics", "", "", "", "团体会员"],
        ),
        (ACCOUNTS, ["没有的学会", "", "12", "x@"], [known.name, "李静", "", "", taken]),
    )
    assert set(shown_errors(page)) == {
        "支撑单位 A3", "学会 C2", "学会 D2", "学会 E2", "学会 F2", "学会 G2", "学会 H2", "学会 I2",
        "学会 C3", "学会 D3", "学会 E3", "学会 H3",
        "账号 A2", "账号 B2", "账号 C2", "账号 D2", "账号 E3",
    }  # fmt: skip
    assert "确认导入" not in page


def test_a_slip_in_a_name_is_no_new_society(client, admin):
    confirm(client, upload(client, *WHOLE))
    slip = ["吉林省 光学学会", "", "", "理科", "长春市", "吉林 大学", "申请入会"]
    wide, narrow = (["吉林省物理（新）学会", *slip[1:5], "", slip[6]] for _ in range(2))
    narrow[0] = "吉林省物理(新)学会"
    page = upload(client, (UNITS, ["吉林 大学"]), (SOCIETIES, slip, wide, narrow))
    assert shown_errors(page) == {
        "支撑单位 A2": "与“吉林大学”只差空格、括号等写法，请改成一样。",
        "学会 A2": "与“吉林省光学学会”只差空格、括号等写法，请改成一样。",
        "学会 A4": "与“吉林省物理（新）学会”只差空格、括号等写法，请改成一样。",
        "学会 F2": "名册和“支撑单位”表里都没有这个单位，须写全称。",
    }


def test_a_society_is_no_member_from_a_day_to_come(client, admin):
    row = ["吉林省物理学会", "", "", "理科", "长春市", "", "团体会员", dt.date(2017, 11, 7)]
    assert shown_errors(upload(client, (SOCIETIES, row))) == {"学会 H2": "日期不能晚于今天。"}


def test_the_sheet_comes_back_with_an_error_column_and_no_formula(client, admin):
    upload(client, (SOCIETIES, ["+光学学会", "", "", "文科", "长春市", "", "申请入会"]))
    answer = client.post(URL + "import/errors/")
    rows = list(load_workbook(io.BytesIO(answer.content))["学会"].values)
    assert rows[0][-1] == "错误" and rows[1][0] == "'+光学学会"
    assert rows[1][-1] == "学科：只能填：理科、工科、农科、医科、交叉学科。"
    assert AuditRecord.objects.filter(action="export").count() == 1
    # What comes back can be sent again.
    again = upload(client, data=answer.content)
    assert "+光学学会" not in again and shown_errors(again) == {
        "学会 D2": "只能填：理科、工科、农科、医科、交叉学科。"
    }


def test_the_sheet_comes_back_without_what_no_workbook_can_hold(client, admin):
    upload(client, (SOCIETIES, ["光学学会", "", "", "文_x000B_科"]))
    answer = client.post(URL + "import/errors/")
    rows = list(load_workbook(io.BytesIO(answer.content))["学会"].values)
    assert rows[1][3] == "文科"


def test_the_template_is_read_as_an_empty_list(client, admin):
    data = client.get(URL + "import/template/").content
    assert "没有找到填好的工作表" in upload(client, data=data)
    offered = load_workbook(io.BytesIO(data))["学会"].data_validations.dataValidation
    assert [str(cells.sqref) for cells in offered] == [
        f"{letter}2:{letter}50000" for letter in "DEGI"
    ]


def test_what_changed_since_the_look_is_looked_at_again(client, admin):
    page = upload(client, *WHOLE)
    SupportUnitFactory(name="吉林大学")
    assert "核对以后名册有变动" in confirm(client, page)
    assert not Society.objects.exists()


def test_former_names_and_renamings_are_not_guessed(client, admin):
    society = SocietyFactory(name="吉林省旧名会", slug="renamed")
    society.names.update(valid_until=dt.date(2017, 1, 1))
    society.names.create(name="吉林省新名会", valid_from=dt.date(2017, 1, 1))
    page = upload(
        client,
        (
            SOCIETIES,
            ["吉林省旧名会"],
            ["吉林省第三名会", "", "renamed", "理科", "长春市", "", "申请入会"],
        ),
    )
    assert shown_errors(page) == {
        "学会 A2": "这是“吉林省新名会”的旧名称。",
        "学会 C3": "这个网址代号是“吉林省新名会”的；学会更名请在学会页面办理。",
    }


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    return file.getvalue()


def far_away() -> bytes:
    book = Workbook()
    book.active.title = "学会"
    book.active["XFD1048576"] = "远"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"%PDF-1.4 ...", "PDF"),
        (lambda: b"", "空文件"),
        (lambda: workbook((("别的表", ["名称"]), ["x"])), "没有找到填好的工作表"),
        (lambda: workbook((("学会", ["姓名"]), ["x"])), "没有表头"),
        (bomb, "展开后有"),
        (far_away, "超过 50,000 行"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(make, says, client, admin):
    page = upload(client, data=make() or b"\0")
    assert says in page and "Traceback" not in page
    assert not PendingImport.objects.exists()


def test_a_broken_workbook_is_refused():
    data = workbook((UNITS, ["吉林大学"]))
    with pytest.raises(Refused):
        read_workbook(data[: len(data) // 2])


# Accounts from a list


def invite(client, lines, **fields) -> str:
    return text(client.post(URL + "invite-list/", {"text": lines, **fields}))


def test_pasted_people_are_invited_and_their_links_shown_once(client, admin):
    SocietyFactory(name="吉林省光学学会", slug="optics")
    page = invite(
        client,
        "学会\t姓名\t电话\t联系电话\n"
        "吉林省光学学会\t李静\t\t15400000001\n吉林省光学学会\t王芳\t\t15400000002\n",
    )
    assert {"optics", "optics-2"} <= set(User.objects.values_list("username", flat=True))
    tokens = re.search(r'name="tokens" value="([^"]+)"', page)[1]
    book = client.post(URL + "links/", {"tokens": tokens})
    rows = list(load_workbook(io.BytesIO(book.content)).active.values)
    assert [row[1:4] for row in rows[1:]] == [
        ("李静", "optics", "15400000001"),
        ("王芳", "optics-2", "15400000002"),
    ]
    assert rows[1][5] in page and page.count("/accounts/invitation/") == 2


def test_one_wrong_line_invites_nobody(client, admin):
    SocietyFactory(name="吉林省光学学会")
    page = invite(client, "吉林省光学学会,李静\n没有的学会,王芳,12\n吉林省光学学会,李静")
    assert "有 3 处要改" in page and "第3行学会" in page and "没有的学会,王芳,12" in page
    assert not User.objects.filter(role=Role.SECRETARY).exists()


def test_links_are_given_only_to_who_made_them(client, admin):
    SocietyFactory(name="吉林省光学学会")
    page = invite(client, "吉林省光学学会,李静")
    tokens = re.search(r'name="tokens" value="([^"]+)"', page)[1]
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    book = client.post(URL + "links/", {"tokens": tokens})
    assert load_workbook(io.BytesIO(book.content)).active.max_row == 1


def test_an_association_of_174_is_planned_and_entered_in_few_queries(
    client, admin, django_assert_max_num_queries
):
    rows = [[f"吉林省第{n}学会", "", "", "理科", "长春市", "", "申请入会"] for n in range(174)]
    people = [[f"吉林省第{n}学会", "李静"] for n in range(174)]
    page = upload(client, (SOCIETIES, *rows), (ACCOUNTS, *people))
    with django_assert_max_num_queries(55):
        confirm(client, page)
    assert Society.objects.count() == SocietyAccount.objects.count() == 174
    assert not SupportUnit.objects.exists()
