"""A secretary has the form filled in already: a stranger's copy, one cell ambiguous, one wrong."""

import re

import pytest
from playwright.sync_api import expect

from filings import actions
from tests.browser.editor import cell, sign_in, stored
from tests.factories import ObligationFactory, SocietyFactory, secretary_of
from tests.papers.strangers import official_copy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path):
    made, _ = official_copy()
    made["表1"]["D10"] = "硕士研究生"
    made["表1"]["B7"] = "六七个"
    made["表2"]["F3"] = 1971.1
    path = tmp_path / "党建信息表.xlsx"
    made.save(path)
    return path


def test_a_file_is_uploaded_compared_and_written(page, live_server, file, width, axe):
    obligation = ObligationFactory(society=SocietyFactory(name="吉林省蚕桑学会"))
    by = secretary_of(obligation.society)
    filing = actions.start(
        "registration", society=obligation.society, cycle=obligation.cycle, by=by
    )
    sign_in(page.context, live_server, by)
    page.goto(f"{live_server.url}/filings/{filing.pk}/")
    page.get_by_role("main").get_by_role("link", name="上传已填好的表").last.click()
    axe(page)
    page.get_by_label("填好的表", exact=True).set_input_files(file)
    page.get_by_role("button", name="读取并对照").click()

    expect(page.get_by_text("“六七个”")).to_be_visible()
    expect(page.get_by_role("cell", name="表1 B7")).to_be_visible()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("1971年10月").check()
    page.get_by_label("写入支撑单位名称").uncheck()
    page.get_by_role("button", name="写入勾选的内容").first.click()

    expect(page.get_by_text("已从“党建信息表.xlsx”填入您选择的内容。")).to_be_visible()
    expect(page).to_have_url(re.compile("/table1/#cell-staff_count$"))
    expect(cell(page, "staff_count")).to_have_value("六七个")
    expect(cell(page, "staff_count")).to_have_attribute("aria-invalid", "true")
    document = stored(filing)
    assert document["rows"]["cadres"][0]["birth_month"] == "1971年10月"
    assert document["cells"]["support_unit"] == filing.document["cells"]["support_unit"]
    assert len(document["rows"]["council"]) == 3
