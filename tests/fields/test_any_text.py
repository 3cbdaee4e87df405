"""Whatever stands in a cell: reading never fails, is quick, and a taken choice reads as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fields.cells import CHANGCHUN, LISTED_TEXTS, all_fields

FIELDS = all_fields()
# What cells are made of, so that chance comes near to dates, numbers, names and codes.
PIECES = [
    *"0123456789一二三四十百千万零〇年月日岁元人平米省市县区男女汉族党员支部大学院所长教授博士硕本科专研究生无同上约左右余多前后",
    *".,-/、，。：;()（）·~+ \n　\u200b*?×√□☑“”\"'#=@￥$％Oo０１２Ａ〃—",
    *(
        "2003",
        "1965.3",
        "吉林",
        "长春",
        "0431",
        "13843001234",
        "qq.com",
        "（已确认）",
        "农历",
        "虚岁",
    ),
]
cells = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.sampled_from(LISTED_TEXTS)
anything = cells | st.text(max_size=40)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@given(text=anything)
def test_reading_is_total_and_choices_read_back(field, text):
    reading = field.read(text, CHANGCHUN)

    assert reading.kind in ("ok", "ambiguous", "error")
    assert bool(reading.message) == (reading.kind != "ok")
    for choice in reading.choices:
        again = field.read(choice.text, CHANGCHUN)
        if choice.value or not field.required:
            assert (again.kind, again.value) == ("ok", choice.value), choice


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@given(text=anything)
def test_reading_does_not_depend_on_blanks_around_it(field, text):
    assert field.read(f" \u3000{text}\ufeff ", CHANGCHUN) == field.read(text, CHANGCHUN)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@given(text=cells)
def test_clean_value_is_spelt_so_that_it_reads_back(field, text):
    reading = field.read(text, CHANGCHUN)
    value = field.value(reading)
    if reading.kind != "ok":
        assert value is None
        return
    assert field.canonical(value) == reading.value
    again = field.read(field.spelling(value, CHANGCHUN), CHANGCHUN)
    assert (again.kind, again.value) == ("ok", reading.value)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("number", ["220102196503011234", "22010219650301123X", "220102650301123"])
def test_identity_number_is_refused_and_not_repeated(field, number):
    for text in (number, f"身份证 {number}"):
        reading = field.read(text, CHANGCHUN)
        if len(number) == 18 or text == number:
            assert reading.kind == "error"
            assert number[:10] not in reading.message
