"""Forms about the register."""

from django import forms

from societies.models import Society

OFFERED = 5


class SocietyField(forms.CharField):
    """A society by name, former name, short name or pinyin initials; gives the Society.

    No list to choose from: there may be tens of thousands.
    """

    default_error_messages = {"none": "名册里没有这个学会。"}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "学会")
        kwargs.setdefault("help_text", "全称、旧名、简称或拼音首字母，例如 jlslxxh。")
        super().__init__(max_length=100, **kwargs)

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        exact = Society.objects.filter(names__name=text, names__valid_until=None)
        found = list((exact or Society.objects.search(text)).prefetch_related("names")[:OFFERED])
        if not found:
            raise forms.ValidationError(self.error_messages["none"], code="none")
        if len(found) > 1:
            names = "、".join(society.name for society in found)
            raise forms.ValidationError(f"不止一个学会符合，请写全称：{names}。", code="several")
        return found[0]

    def prepare_value(self, value):
        return value.name if isinstance(value, Society) else value


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
