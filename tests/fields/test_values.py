"""What pages and rules get from the fields: clean values, printed forms, questions and refusals."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from filings.fields.base import CellContext
from filings.fields.dates import PartialDate
from filings.fields.months import AppointedField, DayField
from filings.fields.numbers import AgeField, AreaField, CountField, MoneyField
from filings.fields.phones import MobileField, PhoneField
from filings.fields.text import EmailField, TextField
from filings.fields.units import UnitField
from members import fields as people
from partyorgs.fields import EstablishedField, NoOrgReasonField, PartyOrgTypeField
from tests.fields.cells import CHANGCHUN

IN_2017 = replace(CHANGCHUN, today=dt.date(2017, 11, 6))


def clean(field, text):
    return field.value(field.read(text, CHANGCHUN))


@pytest.mark.parametrize(
    ("field", "text", "value", "printed"),
    [
        (people.BirthMonthField(), "1980.05", PartialDate(1980, 5), "1980年5月"),
        (people.JoinMonthField(), "2003年6月1日", PartialDate(2003, 6), "2003年6月"),
        (EstablishedField(), "2017.9.18", PartialDate(2017, 9, 18), "2017年9月18日"),
        (AppointedField(), "2015年3月至今", PartialDate(2015, 3), "2015年3月"),
        (DayField(), "2017-09-18", PartialDate(2017, 9, 18), "2017年9月18日"),
        (CountField(), "12人", 12, "12"),
        (MoneyField(), "0.5万元/年", Decimal(5000), "5000"),
        (AreaField(), "60.50平方米", Decimal("60.5"), "60.5"),
        (AgeField(), "58岁", 58, "58"),
        (MobileField(), "154 0000 1234", "15400001234", "15400001234"),
        (PhoneField(), "0431 55500110转801", "0431-55500110-801", "0431-55500110-801"),
        (
            PhoneField(),
            "0431-55500110;15400001234（已确认）",
            "0431-55500110;15400001234",
            "0431-55500110；15400001234",
        ),
        (EmailField(), "Name@EXAMPLE.org", "Name@example.org", "Name@example.org"),
        (UnitField(), " 吉林 大学 ", "吉林大学", "吉林大学"),
        (TextField(), " 院长、\n党委副书记 ", "院长、\n党委副书记", "院长、\n党委副书记"),
        (people.NameField(), "欧阳 修远", "欧阳修远", "欧阳修远"),
        (people.SexField(), "F", "2", "女"),
        (people.EthnicGroupField(), "满", "11", "满族"),
        (people.EducationField(), "本科", "20", "大学本科"),
        (people.DegreeField(), "工学硕士", "308", "工学硕士"),
        (people.TechnicalTitleField(), "高工", "082", "高级工程师"),
        (people.PoliticalStatusField(), "党员", "01", "中共党员"),
        (people.PartyStatusField(), "预备", "probationary", "预备党员"),
        (people.EmploymentField(), "兼", "part_time", "兼职"),
        (people.NativePlaceField(), "吉林德惠", "220183", "吉林省德惠市"),
        (PartyOrgTypeField(), "独立支部", "independent_branch", "独立党支部"),
        (NoOrgReasonField(), "正在筹建", "preparing", "正在筹建"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_clean_value_and_its_printed_form(field, text, value, printed):
    assert clean(field, text) == value
    assert field.display(value) == printed
    assert clean(field, printed if ";" not in text else text) == value


@pytest.mark.parametrize("text", ["", None, "  ", "/", "—", "无"])
def test_empty_cell_is_none_where_it_may_be_and_refused_where_not(text):
    assert clean(people.BirthMonthField(required=False), text) is None
    assert clean(UnitField(required=False), text) == ""
    refused = people.BirthMonthField().read(text)
    assert refused.kind == "error"
    assert "请填写" in refused.message


def test_doubtful_cell_has_a_question_with_its_choices_and_no_value():
    field = people.JoinMonthField()

    asked = field.read("03年6月", replace(CHANGCHUN, born="1978-04"))

    assert asked.kind == "ambiguous"
    assert asked.message == "“03年6月”是哪一年？"
    assert [(c.text, c.label) for c in asked.choices] == [("2003年6月", "2003年6月（当时 25 岁）")]
    assert field.value(asked) is None


def test_the_same_text_reads_anew_where_its_context_is_another():
    field = people.JoinMonthField()

    for born, label in (
        ("1978-04", "2003年6月（当时 25 岁）"),
        ("1983-04", "2003年6月（当时 20 岁）"),
    ):
        (offered,) = field.read("03年6月", replace(CHANGCHUN, born=born)).choices
        assert offered.label == label


def test_refusal_says_what_is_wrong_and_what_is_accepted():
    assert MobileField().read("1540000123").message == (
        "“1540000123”应为 11 位，这里是 10 位，请填写手机号码，例如：154 0000 1234。"
    )
    assert "像是民族" in people.SexField().read("汉族").message
    assert "是表头" in people.NameField().read("姓名").message


@pytest.mark.parametrize("text", ["=B3+B4", "#REF!", "########", "#N/A", "@SUM(A1)"])
@pytest.mark.parametrize(
    "field", [TextField(), CountField(), UnitField()], ids=["text", "count", "unit"]
)
def test_formulas_and_errors_of_a_sheet_are_refused(field, text):
    assert field.read(text).kind == "error"


def test_former_name_of_a_unit_is_right_until_it_was_renamed():
    assert UnitField().read("吉林省林业厅", IN_2017).kind == "ok"
    asked = UnitField().read("吉林省林业厅", CHANGCHUN)
    assert [choice.value for choice in asked.choices] == ["吉林省林业和草原局", "吉林省林业厅"]
    assert UnitField().read("省林业厅", IN_2017).value == "吉林省林业厅"
    assert UnitField().read("省林业厅", CHANGCHUN).value == "吉林省林业和草原局"


def test_marks_that_point_at_a_neighbour_offer_its_text():
    beside = replace(CHANGCHUN, above="吉林大学", left="东北师范大学", society_name="吉林省数学会")

    assert [c.text for c in UnitField().read("〃", beside).choices] == ["吉林大学"]
    assert [c.text for c in UnitField().read("同左", beside).choices] == ["东北师范大学"]
    assert UnitField().read("本单位", beside).value == "吉林省数学会"
    assert UnitField().read("同上", replace(beside, above="同上")).choices == ()


def test_local_number_takes_the_area_of_the_place_of_the_society():
    in_siping = replace(CHANGCHUN, area_code="0434", local_digits=7)

    assert PhoneField().read("3250000", in_siping).value == "0434-3250000"
    assert PhoneField().read("55500110", in_siping).kind == "error"
    assert PhoneField().read("55500110", CellContext()).choices == ()


def test_dates_keep_to_the_day_of_the_context():
    assert people.JoinMonthField().read("2018.3", IN_2017).kind == "error"
    assert people.JoinMonthField().read("2018.3", CHANGCHUN).kind == "ok"
    assert EstablishedField().read("2017.11.07", IN_2017).kind == "error"


@pytest.mark.parametrize("text", ["未建立", "无", "/", "尚未建立党组织", "没有"])
def test_no_organization_is_an_empty_date(text):
    assert clean(EstablishedField(required=False), text) is None


def test_partial_dates_stand_in_the_order_of_time():
    month, day = PartialDate(2017, 9), PartialDate(2017, 9, 18)

    assert sorted([PartialDate(2017, 10), day, month]) == [month, day, PartialDate(2017, 10)]
    assert (month.first_day, month.last_day) == (dt.date(2017, 9, 1), dt.date(2017, 9, 30))
    assert (day.first_day, day.last_day) == (dt.date(2017, 9, 18), dt.date(2017, 9, 18))
    assert (str(month), str(day), day.text) == ("2017-09", "2017-09-18", "2017年9月18日")


@given(area=st.from_regex(r"0[0-9]{2,3}", fullmatch=True), local=st.integers(2_000_000, 99_999_999))
def test_area_code_that_was_typed_apart_is_never_changed(area, local):
    # 0130-10000000 is asked about: it may be a mobile number.
    assume(not re.fullmatch("01[3-9][0-9]{9}", f"{area}{local}"))
    reading = PhoneField().read(f"{area}-{local}", CHANGCHUN)
    assert reading.kind == "error" or reading.value == f"{area}-{local}"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (AreaField(), "600平方英尺"),
        (AreaField(), "60坪"),
        (EstablishedField(), "2017年三季度"),
        (EmailField(), ".test@example.org"),
    ],
)
def test_another_measure_or_half_an_answer_is_refused(field, text):
    assert field.read(text, CHANGCHUN).kind == "error"


@pytest.mark.parametrize("text", ["1965.3-4", "1965/3～4", "1965年3-4"])
def test_month_that_may_be_a_period_is_asked(text):
    assert people.BirthMonthField().read(text, CHANGCHUN).kind == "ambiguous"
