"""Spellings built from grammars: each must read back as the value it was built from."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from filings.fields.dates import PartialDate
from societies import codes
from tests.fields.cells import CHANGCHUN, field_of, read

WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
HALF = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
blanks = st.sampled_from(["", "", "", " ", "\u3000", "\u00a0", "\u200b", "\n", "\ufeff"])


@st.composite
def with_noise(draw, spelling, *, before=("",), after=("",)):
    """A spelling with idle words and blanks around it, perhaps in full width."""
    text = draw(st.sampled_from(before)) + draw(spelling) + draw(st.sampled_from(after))
    text = text.translate(WIDE) if draw(st.booleans()) else text
    return draw(blanks) + text + draw(blanks)


def chinese(number: int, digits="零一二三四五六七八九", units=("", "十", "百", "千")) -> str:
    """A cardinal below 10,000 as it is written."""
    text, zero = "", False
    for place, digit in enumerate(map(int, f"{number:04d}")):
        if digit == 0:
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[digit] + units[3 - place]
        zero = False
    text = text or digits[0]
    return text.removeprefix("一") if text.startswith("一十") else text


def financial(number: int) -> str:
    text = chinese(number, "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
    return "壹" + text if text.startswith("拾") else text


def digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


# Dates

months = st.builds(PartialDate, st.integers(1945, 2008), st.integers(1, 12))
days = st.integers(1, 28)
SEPARATORS = [".", "-", "/", "。", "、", ",", "·", "—", "–", "\\", " ", "．", "，", " . ", " - "]


@st.composite
def spelt_month(draw, date):
    separator = draw(st.sampled_from(SEPARATORS))
    month = draw(st.sampled_from([f"{date.month}", f"{date.month:02d}"]))
    day = draw(days)
    return draw(
        st.sampled_from(
            [
                f"{date.year}{separator}{month}",
                f"{date.year}{separator}{month}{separator}{day}",
                f"{date.year}年{month}月",
                f"{date.year} 年 {month} 月 {day} 日",
                f"{date.year}年{month}",
                f"{date.year}年{month}月份",
                f"{date.year}.{month}月",
                f"{month}/{date.year}",
                f"{date.year}{date.month:02d}",
                f"{date.year}{date.month:02d}{day:02d}",
                f"{digit_by_digit(date.year)}年{chinese(date.month)}月",
                f"{digit_by_digit(date.year)}年{chinese(date.month)}月{chinese(day)}日",
                f"{date.year}-{date.month:02d}-{day:02d} 00:00:00",
                f"{(dt.date(date.year, date.month, day) - dt.date(1899, 12, 30)).days}.0",
                f"{dt.date(date.year, date.month, day):%b} {date.year}",
            ]
        )
    )


def loses_its_meaning(text: str, date: PartialDate) -> bool:
    """1970.1 may be a shortened 1970.10; a count of days may be a date without its dot."""
    bare = text.strip("\u3000 \u00a0\u200b\n\ufeff").translate(HALF).rstrip(".。,，")
    return bare == f"{date.year}.1" or (bare.endswith(".0") and bare[:2] in ("19", "20"))


@pytest.mark.parametrize("kind", ["birth_month", "join_month", "org_established"])
@given(data=st.data(), date=months)
def test_month_in_any_form_reads_back(kind, data, date):
    text = data.draw(with_noise(spelt_month(date), after=("", "", "。", ".", "，")))
    assume(not loses_its_meaning(text, date))
    reading = read(kind, text)

    assert (reading.kind, reading.value[:7]) == ("ok", str(date)), text


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("birth_month", ("生于", "出生日期：", "出生于 "), ("生", "出生")),
        ("join_month", ("入党时间：", "于"), ("入党", "加入中国共产党")),
        ("org_established", ("成立于", "建立时间："), ("成立", "建立", "建立党支部")),
    ],
)
@given(data=st.data(), date=months)
def test_idle_words_beside_a_month_change_nothing(kind, before, after, data, date):
    text = data.draw(with_noise(st.just(date.text), before=("", *before), after=("", *after)))

    assert read(kind, text).value[:7] == str(date)
    assert read(kind, text).kind == "ok"


@given(date=months, day=days)
def test_day_is_kept_where_days_count(date, day):
    for text in (f"{date.year}.{date.month}.{day}", f"{date.text}{day}日"):
        assert read("org_established", text).value == f"{date}-{day:02d}"


@pytest.mark.parametrize("kind", ["birth_month", "join_month"])
@given(date=st.builds(PartialDate, st.integers(1940, 1999), st.integers(2, 9)), data=st.data())
def test_year_of_two_digits_is_always_asked(kind, date, data):
    short = date.year % 100
    forms = (f"{short}年{date.month}月", f"{short}.{date.month}", f"{short}/{date.month:02d}/01")
    forms += (f"{digit_by_digit(short)}年{chinese(date.month)}月", f"'{short}-{date.month}")
    text = data.draw(with_noise(st.sampled_from(forms)))
    reading = read(kind, text)

    assert reading.kind == "ambiguous", text
    assert str(date) in {choice.value for choice in reading.choices}


@given(date=months)
def test_number_that_lost_its_zero_is_asked(date):
    reading = read("birth_month", f"{date.year}.1")

    assert {choice.value for choice in reading.choices} == {f"{date.year}-01", f"{date.year}-10"}


@given(date=months, other=months, kind=st.sampled_from(["birth_month", "join_month"]))
def test_two_dates_are_never_taken_silently(date, other, kind):
    for joint in ("/", "，", "（", " 或 ", "-"):
        reading = read(kind, f"{date.year}.{date.month:02d}{joint}{other.year}.{other.month:02d}")
        assert reading.kind != "ok"


# Telephone numbers

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@st.composite
def spelt_mobile(draw, number):
    joint = draw(st.sampled_from(["", " ", "-", "\u3000", ".", "—", "\n"]))
    country = draw(st.sampled_from(["", "", "+86", "+86 ", "86-", "0086 ", "(+86)"]))
    return country + joint.join(
        draw(st.sampled_from([[number], [number[:3], number[3:7], number[7:]]]))
    )


@pytest.mark.parametrize("kind", ["mobile", "phone"])
@given(data=st.data(), number=mobiles)
def test_mobile_in_any_form_reads_back(kind, data, number):
    after = ("", "", "（微信同号）", "；", "(本人)")
    text = data.draw(with_noise(spelt_mobile(number), before=("", "手机：", "电话:"), after=after))
    reading = read(kind, text)

    assert (reading.kind, reading.value) == ("ok", number), text


@given(number=mobiles, data=st.data())
def test_wrong_length_or_masked_mobile_is_refused(number, data):
    at = data.draw(st.integers(1, 10))
    for wrong in (number[:at] + number[at + 1 :], number[:at] + "8" + number[at:]):
        assert read("mobile", wrong).kind == "error"
    assert read("mobile", number[:3] + "****" + number[7:]).kind == "error"


@given(
    number=mobiles,
    other=mobiles,
    joint=st.sampled_from(["/", "、", " ", "\n", "；", "，", "或", ";"]),
)
def test_two_mobiles_are_asked_and_may_both_be_kept(number, other, joint):
    assume(number != other)
    reading = read("mobile", f"{number}{joint}{other}")

    assert reading.kind == "ambiguous"
    assert {f"{number};{other}", number, other} <= {choice.value for choice in reading.choices}


@st.composite
def landlines(draw):
    area = draw(st.sampled_from([row for row in codes.area_codes()]))
    digits = int(draw(st.sampled_from(area.digits)))
    return area.code, draw(st.from_regex(rf"[2-8][0-9]{{{digits - 1}}}", fullmatch=True))


@given(data=st.data(), landline=landlines())
def test_landline_in_any_form_reads_back(data, landline):
    area, local = landline
    joint = data.draw(st.sampled_from(["-", " ", "", "—", "/", ".", "_", " - ", "–"]))
    spelt = data.draw(
        st.sampled_from([local, f"{local[:4]} {local[4:]}", f"{local[:-4]}-{local[-4:]}"])
    )
    form = data.draw(
        st.sampled_from([f"{area}{joint}{spelt}", f"({area}){spelt}", f"+86-{area[1:]}-{spelt}"])
    )
    text = data.draw(
        with_noise(st.just(form), before=("", "电话：", "办公电话:"), after=("", "。"))
    )
    reading = read("phone", text)

    assert (reading.kind, reading.value) == ("ok", f"{area}-{local}"), text
    assert read("phone", f"{area}-{local}转801").value == f"{area}-{local}-801"


@given(local=st.from_regex(r"[2-8][0-9]{7}", fullmatch=True))
def test_local_number_is_asked_with_the_area_of_the_society(local):
    reading = read("phone", local)

    assert (reading.kind, reading.value) == ("ambiguous", f"0431-{local}")
    assert read("phone", local[:-1]).kind == "error"


# Numbers

counts = st.integers(0, 4999).filter(lambda number: not 1900 <= number <= 2100)


@given(data=st.data(), number=counts)
def test_count_in_any_form_reads_back(data, number):
    forms = (str(number), f"{number}.0", f"{number:,}", chinese(number), financial(number))
    text = data.draw(
        with_noise(
            st.sampled_from(forms),
            before=("", "", "共", "共计"),
            after=("", "人", "名", "个", "位", " 人", "。"),
        )
    )
    reading = read("count", text)

    assert (reading.kind, reading.value) == ("ok", str(number)), text


@given(number=counts)
def test_estimated_count_is_asked_and_open_one_refused(number):
    for text in (f"约{number}", f"{number}人左右", f"大约{number}人", f"近{number}"):
        assert (read("count", text).kind, read("count", text).value) == ("ambiguous", str(number))
    for text in (f"{number}人以上", f"不足{number}", f"{number}余人", f"{number}多", f"-{number}"):
        assert read("count", text).kind == "error"
    for other in (f"{number}-{number + 3}", f"{number}~{number + 3}人", f"{number}至{number + 3}"):
        assert read("count", other).kind == "error"


@given(data=st.data(), yuan=st.integers(1, 9999).map(lambda n: n * 100))
def test_money_in_any_form_reads_back(data, yuan):
    myriads = f"{yuan / 10_000:g}"
    forms = [f"{yuan}", f"{yuan:,}", f"¥{yuan:,}.00", f"{yuan}元", f"{myriads}万", f"{myriads}万元"]
    forms += [f"{myriads}w", f"{yuan // 100}百元", f"{yuan}元人民币"]
    if yuan < 10_000:
        forms += [chinese(yuan) + "元", financial(yuan) + "元整"]
    text = data.draw(
        with_noise(st.sampled_from(forms), before=("", "每年"), after=("", "", "/年", "。"))
    )
    reading = read("money_per_year", text)

    assert (reading.kind, reading.value) == ("ok", str(yuan)), text


@given(st.decimals("0.1", "99", places=1))
def test_small_sum_without_unit_is_asked(amount):
    reading = read("money_per_year", str(amount))

    assert reading.kind == "ambiguous"
    assert {choice.text for choice in reading.choices} == {
        f"{amount.normalize():f}元",
        f"{(amount * 10_000).normalize():f}元",
    }


@given(data=st.data(), area=st.integers(5, 4999))
def test_area_in_any_form_reads_back(data, area):
    units = ("", "平方米", "㎡", "m2", "m²", "平米", "平", "平方", " 平方米", "M2")
    forms = (str(area), f"{area}.0", f"{area:,}", chinese(area))
    text = data.draw(with_noise(st.sampled_from(forms), after=units))
    reading = read("area_m2", text)

    assert (reading.kind, reading.value) == ("ok", str(area)), text


@given(data=st.data(), age=st.integers(18, 95))
def test_age_in_any_form_reads_back(data, age):
    forms = (str(age), f"{age}.0", chinese(age))
    text = data.draw(with_noise(st.sampled_from(forms), after=("", "岁", "周岁", "歲", " 岁")))
    reading = read("age", text)

    assert (reading.kind, reading.value) == ("ok", str(age)), text


# Names and addresses

given_names = st.text(
    st.sampled_from("明华建国丽娟秀英志强文博小雨欣怡䶮𬱖喆"), min_size=1, max_size=2
)


@given(
    data=st.data(), surname=st.sampled_from(["王", "李", "欧阳", "司马", "赵"]), name=given_names
)
def test_name_reads_back_without_its_blanks(data, surname, name):
    blank = data.draw(st.sampled_from(["", " ", "\u3000", "\u00a0", "\u200b", "\n"]))
    text = data.draw(
        with_noise(st.just(surname + blank + name), before=("", "姓名："), after=("", "。"))
    )
    reading = read("name", text)

    assert (reading.kind, reading.value) == ("ok", surname + name), text


@given(
    name=given_names, beside=st.sampled_from(["同志", "教授", "（女）", " 男", "*", "1", "院长"])
)
def test_what_stands_beside_a_name_is_asked(name, beside):
    reading = read("name", f"王{name}{beside}")

    assert (reading.kind, reading.value) == ("ambiguous", f"王{name}")


@given(
    local=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_]{0,8}", fullmatch=True),
    domain=st.sampled_from(
        ["example.org", "EXAMPLE.ORG", "mail.example.org", "qq.com", "jlu.edu.cn"]
    ),
    data=st.data(),
)
def test_address_reads_back_with_its_domain_in_lower_case(local, domain, data):
    text = data.draw(
        with_noise(st.just(f"{local}@{domain}"), before=("", "邮箱："), after=("", ";", "。"))
    )
    reading = read("email", text)

    assert (reading.kind, reading.value) == ("ok", f"{local}@{domain.lower()}"), text


# Coded cells

CODED = (
    "sex",
    "ethnic_group",
    "education",
    "degree",
    "technical_title",
    "political_status",
    "party_org_type",
)


@pytest.mark.parametrize("kind", CODED)
@given(data=st.data())
def test_every_known_spelling_reads_back(kind, data):
    field = field_of(kind)
    spelling, row = data.draw(st.sampled_from(sorted(field.table().meaning.items())))
    assume(not (kind == "sex" and row.code not in "12"))
    assume(spelling != "do")  # 侗族 by its letters, and ditto
    text = data.draw(with_noise(st.just(spelling), after=("", "", "。", "，")))
    reading = field.read(text, CHANGCHUN)

    assert (reading.kind, reading.value) == ("ok", row.code), text


@pytest.mark.parametrize("kind", CODED)
@given(data=st.data())
def test_every_doubtful_spelling_is_asked_with_its_meanings(kind, data):
    field = field_of(kind)
    spelling, meant = data.draw(st.sampled_from(sorted(field.table().asked.items())))
    reading = field.read(spelling, CHANGCHUN)

    assert reading.kind == "ambiguous"
    assert {row.code for row in meant} <= {choice.value for choice in reading.choices}
