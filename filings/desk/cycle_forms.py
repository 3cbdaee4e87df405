"""What a campaign says, with whom societies ask."""

from django import forms

from filings.models import Cycle
from societies.forms import DayInput


class ContactForm(forms.Form):
    """One line of the contacts."""

    matter = forms.CharField(label="事项", max_length=20)
    name = forms.CharField(label="联系人", max_length=50)
    phone = forms.CharField(label="电话", max_length=40)


ContactFormSet = forms.formset_factory(ContactForm, extra=2, can_delete=True)


class CycleForm(forms.ModelForm):
    """A campaign; `contacts` are the lines below it."""

    class Meta:
        model = Cycle
        fields = [
            "year",
            "title",
            "document_title",
            "document_number",
            "opens_on",
            "deadline",
            "reporting_date",
            "goal_percent",
            "goal_date",
            "inspection_year",
            "resubmission_days",
            "branch_full_members",
            "group_members",
            "stamped_scan",
            "email",
        ]

    def __init__(self, data=None, *, instance=None):
        super().__init__(data, instance=instance)
        rows = instance.contacts if instance else []
        initial = [{**row, "matter": row["for"]} for row in rows]
        self.contacts = ContactFormSet(data, initial=initial, prefix="contacts")
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()

    def clean(self):
        chosen = super().clean()
        if not self.contacts.is_valid():
            raise forms.ValidationError("联系人没有填完整：事项、联系人、电话都要填。")
        chosen["contacts"] = [
            {"for": row["matter"], "name": row["name"], "phone": row["phone"]}
            for row in self.contacts.cleaned_data
            if row and not row["DELETE"]
        ]
        return chosen


class OpenForm(forms.Form):
    """Nothing but the button."""
