"""Forms of the committee: liaison officers (article 3)."""

from django import forms

from accounts import clock
from societies.forms import DayInput, SocietyField


class AssignForm(forms.Form):
    """Whom the committee sends to a society, from when."""

    society = SocietyField()
    officer_name = forms.CharField(label="联络员", max_length=50)
    officer_unit = forms.CharField(label="联络员单位", max_length=100)
    officer_phone = forms.CharField(label="联系电话", max_length=40, required=False)
    on = forms.DateField(label="选派日期", initial=clock.today, widget=DayInput())


class EndForm(forms.Form):
    """When and why an assignment ended."""

    on = forms.DateField(label="结束日期", initial=clock.today, widget=DayInput())
    reason = forms.CharField(label="结束原因", max_length=200)
