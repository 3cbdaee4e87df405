"""Forms of the committee: liaison officers (article 3)."""

from django import forms
from django.db.models import Q

from accounts import clock
from societies.forms import DayInput, SocietyField, SocietyFilter


class OfficerForm(forms.Form):
    """Whom the committee sends, from when."""

    officer_name = forms.CharField(label="联络员", max_length=50)
    officer_unit = forms.CharField(label="联络员单位", max_length=100)
    officer_phone = forms.CharField(label="联系电话", max_length=40, required=False)
    on = forms.DateField(label="选派日期", initial=clock.today, widget=DayInput())


class AssignForm(OfficerForm):
    """Whom the committee sends to a society."""

    society = SocietyField()
    field_order = ["society"]


MEMBERS = {
    "": "没有党组织和联络员的",
    "none": "其中秘书处没有党员的",
    "unknown": "其中没有登记过的",
    "some": "其中秘书处已有党员的",
}


class UncoveredFilter(SocietyFilter):
    """A part of the societies that nothing covers."""

    members = forms.ChoiceField(label="秘书处党员", required=False, choices=MEMBERS.items())
    field_order = ["members"]

    def filter(self, societies):
        conditions = {
            "none": Q(secretariat_members=0),
            "unknown": Q(secretariat_members=None),
            "some": Q(secretariat_members__gt=0),
        }
        found = super().filter(societies)
        return found.filter(conditions.get(self.cleaned_data.get("members"), Q()))


class ManyForm(OfficerForm):
    """The societies that were ticked, and the officer who goes to all of them."""

    societies = forms.TypedMultipleChoiceField(
        coerce=int, choices=(), error_messages={"required": "请先勾选学会。"}
    )

    def __init__(self, data=None):
        super().__init__(data)
        ticked = data.getlist("societies") if data else []
        keys = [key for key in ticked if key.isdecimal() and len(key) < 10]
        self.fields["societies"].choices = [(key, key) for key in keys]


class EndForm(forms.Form):
    """When and why an assignment ended."""

    on = forms.DateField(label="结束日期", initial=clock.today, widget=DayInput())
    reason = forms.CharField(label="结束原因", max_length=200)
