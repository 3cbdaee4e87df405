"""What the lists hold: one form for each sheet, whose fields read the cells of its rows.

An empty cell of a row that the register knows leaves things as they are.
"""

import re
from functools import cache

from django import forms
from django.core.exceptions import ValidationError

from societies import codes
from societies.enums import Membership
from societies.queries import find_region

PHONE = re.compile(r"[\d\s()（）+\-—、/转]{7,40}")
MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d+)")
DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
LETTERS = {"invalid": "只能用字母、数字、-、_。"}
YES_NO = {"是": True, "否": False}


class WordField(forms.CharField):
    """One of a few words; gives what it stands for, None for an empty cell."""

    def __init__(self, *, words, **kwargs):
        super().__init__(**kwargs)
        self.words = words

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = self.words()
        if text not in found:
            raise ValidationError(f"只能填：{'、'.join(found)}。")
        return found[text]


class PlaceField(forms.CharField):
    """A place of the province by its name; gives its code."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        code = places().get(text) or find_region(text)
        if code is None:
            raise ValidationError("不是吉林省现行的地名，例如：长春市、长春市朝阳区。")
        return code


@cache
def places() -> dict[str, str]:
    """Codes of the province's present places by their whole names."""
    rows = [row for row in codes.jilin_regions() if row.status == "current"]
    return {codes.region_name(row.code): row.code for row in rows}


@cache
def disciplines() -> dict[str, str]:
    return {label: code for code, label in codes.disciplines().choices()}


def memberships() -> dict[str, str]:
    return {m.label: m.value for m in (Membership.MEMBER, Membership.APPLICANT)}


def check_phone(text: str) -> None:
    if not PHONE.fullmatch(text):
        raise ValidationError("不像电话号码。")
    mobile = MOBILE.fullmatch(re.sub(r"[\s-]", "", text))
    if mobile and len(mobile[1]) != 11:
        raise ValidationError(f"手机号码应有 11 位，这里是 {len(mobile[1])} 位。")


def _phone() -> forms.CharField:
    return forms.CharField(
        label="联系电话", required=False, max_length=40, validators=[check_phone]
    )


class UnitRow(forms.Form):
    """支撑单位, with its Party organization."""

    name = forms.CharField(label="名称", max_length=100)
    contact = forms.CharField(label="联系人", required=False, max_length=50)
    phone = _phone()
    body = forms.CharField(
        label="党组织", required=False, max_length=100, help_text="支撑单位党组织的全称"
    )


class SocietyRow(forms.Form):
    """学会."""

    name = forms.CharField(label="名称", max_length=100)
    short_name = forms.CharField(label="简称", required=False, max_length=50)
    slug = forms.SlugField(
        label="网址代号",
        required=False,
        max_length=50,
        error_messages=LETTERS,
        help_text="字母、数字、-、_；不填则用名称的拼音首字母",
    )
    discipline = WordField(
        label="学科",
        required=False,
        words=disciplines,
        help_text="新学会必填",
    )
    place_code = PlaceField(label="所在地", required=False, help_text="新学会必填")
    support_unit = forms.CharField(
        label="支撑单位", required=False, max_length=100, help_text="名册或“支撑单位”表里的全称"
    )
    membership = WordField(
        label="会员状态",
        required=False,
        words=memberships,
        help_text="新学会必填",
    )
    member_from = forms.DateField(
        label="入会日期",
        required=False,
        input_formats=DAYS,
        error_messages={"invalid": "不是日期，例如：2001-05-16。"},
        help_text="团体会员必填，如 2001-05-16",
    )
    charter_has_party_building = WordField(
        label="党建写入章程", required=False, words=lambda: YES_NO, help_text="第6条"
    )


class AccountRow(forms.Form):
    """账号 that files for a society."""

    society = forms.CharField(label="学会", max_length=100, help_text="全称或简称")
    name = forms.CharField(label="姓名", max_length=50)
    phone = _phone()
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        error_messages={"invalid": "不是完整的邮箱地址，例如：name@example.org。"},
    )
    username = forms.SlugField(
        label="用户名",
        required=False,
        max_length=50,
        error_messages=LETTERS,
        help_text="不填则由系统给出",
    )


GUIDE, CHOICES = "填写说明", "选项"  # sheets of our template that hold no list
UNITS, SOCIETIES, ACCOUNTS = "支撑单位", "学会", "账号"
# In the order in which they are entered: a society names a unit, an account a society.
SHEETS = {UNITS: UnitRow, SOCIETIES: SocietyRow, ACCOUNTS: AccountRow}


def read_cells(form: type[forms.Form], texts: dict[str, str]) -> tuple[dict, dict[str, str]]:
    """(values, errors) of a row by column name."""
    values, errors = {}, {}
    for name, field in form.base_fields.items():
        try:
            values[name] = field.clean(texts.get(name, ""))
        except ValidationError as wrong:
            errors[name] = "；".join(wrong.messages)
    return values, errors
