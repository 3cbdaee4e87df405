"""Forms about the register."""

from django import forms

from accounts import clock
from societies import codes
from societies.enums import BodyKind, Membership, OperatingState
from societies.models import PartyBody, Society, SupportUnit, SupportUnitName
from societies.office.sniffing import LARGEST_FILE

OFFERED = 5


class NamedField(forms.CharField):
    """A row of the register by its name; gives the row. No list to choose from: there may be tens
    of thousands. Subclasses say of which table."""

    model: type
    what: str

    def __init__(self, **kwargs):
        kwargs.setdefault("label", self.what)
        super().__init__(max_length=100, **kwargs)

    def search(self, text: str):
        return self.model.objects.filter(names__name__contains=text).distinct()

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        exact = self.model.objects.filter(names__name=text, names__valid_until=None)
        found = list((exact or self.search(text)).prefetch_related("names")[:OFFERED])
        if not found:
            raise forms.ValidationError(f"名册里没有这个{self.what}。", code="none")
        if len(found) > 1:
            names = "、".join(row.name for row in found)
            message = f"不止一个{self.what}符合，请写全称：{names}。"
            raise forms.ValidationError(message, code="several")
        return found[0]

    def prepare_value(self, value):
        return value.name if isinstance(value, self.model) else value


class SocietyField(NamedField):
    """A society by name, former name, short name or pinyin initials."""

    model, what = Society, "学会"

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "全称、旧名、简称或拼音首字母，例如 jlslxxh。")
        super().__init__(**kwargs)

    def search(self, text):
        return Society.objects.search(text)


class SupportUnitField(NamedField):
    """A support unit by its name or a part of it."""

    model, what = SupportUnit, "支撑单位"


class PartyBodyField(NamedField):
    """A Party body outside the societies by its name or a part of it."""

    model, what = PartyBody, "党组织"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def past_day(label: str, **kwargs) -> forms.DateField:
    """A day that is not later than today (the field of a form: cleaned by `check_past`)."""
    return forms.DateField(label=label, widget=DayInput(), validators=[check_past], **kwargs)


def check_past(day) -> None:
    if day > clock.today():
        raise forms.ValidationError("日期不能晚于今天。")


UNCHOSEN = [("", "请选择")]


def _disciplines():
    return codes.disciplines().choices()


def _places():
    rows = [row for row in codes.jilin_regions() if row.status == "current"]
    return [(row.code, codes.region_name(row.code)) for row in rows]


def _prefectures():
    rows = [row for row in codes.jilin_regions() if row.level == "prefecture"]
    return [("", "全部地区"), *((row.code[:4], row.name) for row in rows)]


class SocietyForm(forms.Form):
    """What is kept of a society by hand."""

    discipline = forms.ChoiceField(label="学科", choices=_disciplines)
    place_code = forms.ChoiceField(label="所在地", choices=_places)
    support_unit = SupportUnitField(required=False, help_text="名称或其中一部分；须先在名册里。")
    operating_state = forms.ChoiceField(label="运行情况", choices=OperatingState)
    deregistered_on = past_day("注销日期", required=False)
    charter_has_party_building = forms.BooleanField(
        label="党建工作已写入章程（第6条）", required=False
    )


class NewSocietyForm(SocietyForm):
    """A society that is entered."""

    name = forms.CharField(label="名称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=50, required=False)
    discipline = forms.ChoiceField(label="学科", choices=lambda: [*UNCHOSEN, *_disciplines()])
    place_code = forms.ChoiceField(label="所在地", choices=lambda: [*UNCHOSEN, *_places()])
    slug = forms.SlugField(
        label="网址代号",
        required=False,
        help_text="字母、数字、-、_；不填则用名称的拼音首字母。以后不能改。",
    )
    membership = forms.ChoiceField(
        label="会员状态", choices=Membership.choices[:2], widget=forms.RadioSelect
    )
    member_from = past_day("入会日期", required=False, help_text="团体会员须填写。")
    operating_state = deregistered_on = None
    field_order = ["name", "short_name", "slug", "discipline", "place_code", "support_unit"]

    def clean(self):
        chosen = super().clean()
        is_member = chosen.get("membership") == Membership.MEMBER
        if "member_from" not in self.errors and is_member != bool(chosen.get("member_from")):
            self.add_error("member_from", "团体会员须填写入会日期，申请入会的不填。")
        return chosen


class RenameForm(forms.Form):
    """A new name, from a day on."""

    name = forms.CharField(label="新名称", max_length=100)
    on = past_day("启用日期", initial=clock.today, help_text="前一天以前的文件和表格仍用旧名称。")


class RenameSocietyForm(RenameForm):
    short_name = forms.CharField(label="简称", max_length=50, required=False)
    field_order = ["name", "short_name"]


class AdmitForm(forms.Form):
    """When an applicant became a member, and on which paper."""

    on = past_day("入会日期", initial=clock.today)
    basis = forms.CharField(
        label="建立党组织的依据",
        max_length=100,
        help_text="建立党组织是入会的必要条件，同步审核（第4条）：写明批准文件或会议。",
    )


class LeaveForm(forms.Form):
    on = past_day("退会日期", initial=clock.today)
    reason = forms.CharField(label="退会原因", max_length=200)


class CouncilTermForm(forms.Form):
    """The next term of a society's council."""

    number = forms.IntegerField(label="届次", min_value=1, max_value=99)
    starts_on = forms.DateField(label="开始日期", widget=DayInput())
    ends_on = forms.DateField(label="届满日期", widget=DayInput())


class SupportUnitForm(forms.Form):
    contact = forms.CharField(label="联系人", max_length=50, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)


class NewSupportUnitForm(SupportUnitForm):
    name = forms.CharField(label="名称", max_length=100)
    field_order = ["name"]


class PartyBodyForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=BodyKind)
    parent = PartyBodyField(label="上级党组织", required=False)
    support_unit = SupportUnitField(required=False, help_text="支撑单位党组织写所在的单位。")


class NewPartyBodyForm(PartyBodyForm):
    name = forms.CharField(label="名称", max_length=100)
    field_order = ["name"]


class SocietyFilter(forms.Form):
    """A part of the register; without anything chosen all of it."""

    q = forms.CharField(
        label="名称、旧名、简称、拼音首字母",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "名称、旧名、简称、拼音首字母"}
        ),
    )
    discipline = forms.ChoiceField(
        label="学科", required=False, choices=lambda: [("", "全部学科"), *_disciplines()]
    )
    place = forms.ChoiceField(label="地区", required=False, choices=_prefectures)
    unit = forms.CharField(
        label="支撑单位",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "支撑单位", "size": 12}),
    )

    def filter(self, societies):
        """The chosen ones among some societies."""
        chosen = self.cleaned_data
        societies = societies.search(chosen.get("q", ""))
        if chosen.get("discipline"):
            societies = societies.filter(discipline=chosen["discipline"])
        if chosen.get("place"):
            societies = societies.filter(place_code__startswith=chosen["place"])
        if unit := chosen.get("unit", "").strip():
            named = SupportUnitName.objects.filter(name__contains=unit).values("unit")
            societies = societies.filter(support_unit__in=named)
        return societies

    def described(self) -> str:
        """What was chosen, in words: '学科：理科；支撑单位：大学'."""
        words = []
        for name, value in self.cleaned_data.items():
            if value and name in SocietyFilter.base_fields:
                label = dict(getattr(self.fields[name], "choices", ())).get(value, value)
                words.append(f"{self.fields[name].label}：{label}")
        return "；".join(words)


class HandOverForm(forms.Form):
    """To whom of the colleagues a secretary hands the filing of a society over."""

    to = forms.ModelChoiceField(label="移交给", queryset=None, empty_label="请选择")

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class FilerForm(forms.Form):
    """A new account that files for a society."""

    username = forms.SlugField(
        label="用户名", max_length=50, help_text="字母、数字、-、_，登录时使用。"
    )
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)


def check_size(file) -> None:
    """Before its content is read into memory."""
    if file.size > LARGEST_FILE:
        raise forms.ValidationError(f"文件超过 {LARGEST_FILE // 1024**2} MB，请分成几个再上传。")


class WorkbookForm(forms.Form):
    """A workbook of the register."""

    file = forms.FileField(label="工作簿（.xlsx）", max_length=200, validators=[check_size])


class AccountsForm(forms.Form):
    """A list of people who will file, pasted or as a workbook."""

    text = forms.CharField(
        label="名单", required=False, widget=forms.Textarea(attrs={"rows": 10}), strip=False
    )
    file = forms.FileField(
        label="或上传名单（.xlsx）", required=False, max_length=200, validators=[check_size]
    )

    def clean(self):
        given = super().clean()
        if bool(given.get("text", "").strip()) == bool(given.get("file")) and not self.errors:
            raise forms.ValidationError("请粘贴名单或上传文件，两者选一。")
        return given


class ConfirmForm(forms.Form):
    """What was looked at (Lists.fingerprint)."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)


class LinksForm(forms.Form):
    """Tokens of invitations, a line each."""

    tokens = forms.CharField(widget=forms.HiddenInput)
