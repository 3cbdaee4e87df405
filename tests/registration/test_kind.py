"""The registration as a kind: what it prefills, advises and prints."""

import datetime as dt

import pytest

from filings.kinds import get_kind
from members.models import Person
from tests.factories import (
    CycleFactory,
    FilingFactory,
    SocietyFactory,
    approve,
    cadre,
    document,
    submitted,
)

pytestmark = pytest.mark.django_db
KIND = get_kind("registration")


def test_new_filing_knows_what_the_register_knows():
    society = SocietyFactory(name="吉林省物理学会")
    cells = KIND.start(society)["cells"]
    assert cells == {
        "society": "吉林省物理学会",
        "support_unit": society.support_unit.name,
        "place": "长春市",
    }


@pytest.mark.parametrize(
    ("statuses", "box", "words"),
    [
        ([], "", "秘书处有没有党员？"),
        ([], "1", "选派党建联络员"),
        (["预备党员"], "", "正式党员 0 人，不满 3 人"),
        (["正式党员"] * 3, "", "独立党支部"),
        (["正式党员"] * 3 + ["预备党员"], "", "预备党员 1 人不计入"),
    ],
)
def test_advice_of_article_3_follows_table_2(statuses, box, words):
    society, cycle = SocietyFactory(), CycleFactory()
    cadres = [cadre(party_status=status) for status in statuses]
    content = document(society, cadres=cadres, organizations=[], no_cadres=box)
    checked = KIND.check(content, society=society, cycle=cycle, on=dt.date(2017, 11, 6))
    advice = KIND.advice(content, checked, society=society, cycle=cycle)
    assert words in advice.message
    assert advice.articles == ("article-3",)


def test_submission_needs_table_2_or_its_box():
    society = SocietyFactory()
    content = document(society, cadres=[], no_cadres="")
    checked = KIND.check(content, society=society, cycle=CycleFactory(), on=dt.date(2017, 11, 6))
    assert "cadres_answered" in [finding.rule for finding in checked.findings]


def test_canonical_spellings_read_back_to_the_same_values():
    filing = FilingFactory()
    filing.document["cells"].update(staff_count="６人", full_time_staff="三")
    filing.document["rows"]["organizations"][0]["party_work_funds"] = "0.5万元/年"
    on = dt.date(2017, 11, 6)
    once = KIND.check(filing.document, society=filing.society, cycle=filing.cycle, on=on)
    again = KIND.check(once.normalized, society=filing.society, cycle=filing.cycle, on=on)
    assert again.values == once.values
    assert again.normalized == once.normalized
    assert once.normalized["cells"]["staff_count"] == "6"


def test_age_is_printed_at_the_reporting_date():
    society, cycle = SocietyFactory(), CycleFactory()
    content = document(society)
    content["rows"]["heads"][0].update(age="", birth_month="1959年12月")
    printed = KIND.printed(content, cycle=cycle)
    assert printed["rows"]["heads"][0]["age"] == "57"
    assert content["rows"]["heads"][0]["age"] == ""


def test_text_kept_as_meant_passes_approval_and_prints_without_its_mark():
    society = SocietyFactory()
    content = document(society)
    content["rows"]["council"][1]["name"] = "張三（已确认）"
    filing = approve(submitted(society, content=content))
    assert Person.objects.filter(name="張三").count() == 1
    printed = KIND.printed(filing.versions.get().normalized, cycle=filing.cycle)
    assert printed["rows"]["council"][1]["name"] == "張三"
