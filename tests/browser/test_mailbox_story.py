"""A reviewer loads what came by mail, answers what is asked, confirms, and another one approves."""

import io

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from filings.models import Filing
from societies.models import SocietyName
from tests.browser.editor import sign_in
from tests.factories import ObligationFactory, UserFactory, approve, cadre, document, submitted
from tests.factories.mailboxes import LEFTOVERS, picture, table_file, zipped

pytestmark = pytest.mark.django_db(transaction=True)


def society(name):
    return ObligationFactory(society__name=name).society


def named(name, of):
    content = document(of)
    content["cells"]["society"] = name
    return table_file(content=content)


def mailbox():
    """Nine files as they come, with what two systems left between them."""
    renamed = society("吉林省化学会")
    renamed.names.update(valid_from="2010-01-01")
    SocietyName.objects.create(society=renamed, name="吉林化学研究会", valid_until="2010-01-01")
    physics = table_file(society("吉林省物理学会"))
    doubtful = [cadre(mobile="1381234"), cadre(), cadre()]
    approved = approve(submitted()).society
    files = {
        "学会来件/吉林省物理学会.xlsx": physics,
        "学会来件/副本/物理.xlsx": physics,
        "学会来件/化学.docx": named("吉林化学研究会", renamed),
        "学会来件/生物.xlsx": named("吉林省生勿学会", society("吉林省生物学会")),
        "学会来件/天文.xlsx": table_file(society("吉林省天文学会"), cadres=doubtful),
        "学会来件/已批准.xlsx": table_file(approved),
        "学会来件/密码.xlsx": physics,
        "扫描章.png": picture(),
        **dict.fromkeys(LEFTOVERS, b"x"),
    }
    return zipped(files, gbk=True, folders=["空"], encrypted=["学会来件/密码.xlsx"]).getvalue()


def row(page, name):
    link = page.get_by_role("link", name=name, exact=True)
    return page.get_by_role("row").filter(has=link)


def test_mailbox_from_upload_to_filings(page, live_server, task_queue, axe, page_errors):
    data = mailbox()
    sign_in(page.context, live_server, UserFactory(role=Role.REVIEWER))
    page.goto(f"{live_server.url}/admin/filings/filing/")
    page.get_by_role("link", name="批量载入").click()
    axe(page)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "邮箱.zip", "mimeType": "application/zip", "buffer": data}
    )
    page.get_by_role("button", name="载入", exact=True).click()
    # What cannot be opened needs no worker.
    expect(page.get_by_text("读取：1 / 8 个文件")).to_be_visible()
    expect(page.get_by_text("略过系统留下的文件 5 个")).to_be_visible()
    axe(page)
    task_queue(stdout=io.StringIO())
    # The page comes again by itself when the worker is through.
    expect(page.get_by_role("progressbar")).to_have_count(0)
    for name, told in (
        ("学会来件/吉林省物理学会.xlsx", "检查通过"),
        ("学会来件/副本/物理.xlsx", "完全相同"),
        ("学会来件/化学.docx", "检查通过"),
        ("学会来件/生物.xlsx", "名册中没有“吉林省生勿学会”"),
        ("学会来件/天文.xlsx", "格要回答"),
        ("学会来件/已批准.xlsx", "已批准的不再载入"),
        ("学会来件/密码.xlsx", "设有密码"),
        ("扫描章.png", "这是图片"),
    ):
        expect(row(page, name)).to_contain_text(told)
    axe(page)

    page.get_by_role("link", name="学会来件/生物.xlsx").click()
    page.get_by_label("吉林省生物学会").check()
    page.get_by_role("button", name="重新核对").click()
    expect(page.get_by_text("“学会来件/生物.xlsx”可以确认了。")).to_be_visible()

    page.get_by_role("link", name="学会来件/天文.xlsx").click()
    axe(page)
    for answer in page.get_by_label("改为").all():
        answer.fill("13812345678")
    page.get_by_role("button", name="保存回答，重新核对").click()
    expect(page.get_by_text("“学会来件/天文.xlsx”可以确认了。")).to_be_visible()

    page.get_by_role("button", name="确认，能提交的就提交（代填）").click()
    task_queue(stdout=io.StringIO())
    expect(row(page, "学会来件/天文.xlsx")).to_contain_text("待审核")
    assert Filing.objects.filter(state="submitted", on_behalf=True).count() == 4
    page.get_by_role("link", name="DJ2017-").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="学会来件/").click()
    assert download.value.suggested_filename.endswith((".xlsx", ".docx"))
    page.set_viewport_size({"width": 768, "height": 900})
    page.goto(f"{live_server.url}/admin/filings/mailbox/")
    page.get_by_role("link", name="邮箱.zip").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 768
