"""What the addresses of the coverage pages may ask for: a day, a view, and a part of the
societies."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import Q

from accounts import clock
from ledger.coverage.enums import COUNTED, Cover, Gap, Measure, Progress
from societies.codes import disciplines, jilin_regions


@dataclass(frozen=True)
class Moment:
    """The day and the view that all numbers of a page belong to."""

    on: date
    pending: bool = False

    @property
    def query(self) -> dict:
        return {"on": self.on.isoformat(), **({"pending": 1} if self.pending else {})}


class MomentForm(forms.Form):
    on = forms.DateField(label="截至日期", required=False, input_formats=["%Y-%m-%d"])
    pending = forms.BooleanField(label="含待审核", required=False)

    def clean_on(self):
        on = self.cleaned_data["on"] or clock.today()
        if on > clock.today():
            raise forms.ValidationError("还没有到这一天。")
        return on

    @property
    def moment(self) -> Moment:
        """What was asked for; today where the day was not understood."""
        self.full_clean()
        on = self.cleaned_data.get("on") or clock.today()
        return Moment(on=on, pending=bool(self.cleaned_data.get("pending")))


def area_choices() -> list[tuple[str, str]]:
    """The prefectures of Jilin by the first four digits of their codes; 2200 is the province
    itself."""
    return [(row.code[:4], row.name) for row in jilin_regions() if row.code.endswith("00")]


class Selection(forms.Form):
    """A part of the societies of a day: the list behind a number. Every link to a list is made by
    `list_query`."""

    of = forms.ChoiceField(
        label="范围", required=False, choices=[("members", "会员学会"), *Measure.choices]
    )
    without = forms.ChoiceField(label="未计入", required=False, choices=Measure.choices)
    cover = forms.MultipleChoiceField(label="党组织", required=False, choices=Cover.choices)
    progress = forms.MultipleChoiceField(label="填报", required=False, choices=Progress.choices)
    late = forms.BooleanField(label="逾期", required=False)
    gap = forms.MultipleChoiceField(
        label="从哪里来", required=False, choices=[c for c in Gap.choices if c[0]]
    )
    both = forms.BooleanField(label="同时建有功能型党小组", required=False)
    discipline = forms.ChoiceField(label="学科", required=False)
    area = forms.ChoiceField(label="所在地", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].choices = disciplines().choices()
        self.fields["area"].choices = area_choices()

    def condition(self) -> Q:
        """Over the dimensions of queries.societies_on, or the columns of a snapshot's rows."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        found = Q()
        if chosen.get("of") in Measure.values:
            found &= Q(cover__in=COUNTED[Measure(chosen["of"])])
        if measure := chosen.get("without"):
            found &= ~Q(cover__in=COUNTED[Measure(measure)])
        for name in ("cover", "progress", "gap"):
            if name in chosen:
                found &= Q(**{f"{name}__in": chosen[name]})
        for name, column in (("late", "is_late"), ("both", "has_group")):
            if name in chosen:
                found &= Q(**{column: True})
        for name in ("discipline", "area"):
            if name in chosen:
                found &= Q(**{name: chosen[name]})
        return found

    def labels(self) -> list[str]:
        """What was chosen, in words, for the heading of the list."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            if value is True:
                found.append(field.label)
            elif value:
                words = dict(field.choices)
                chosen = value if isinstance(value, list) else [value]
                text = "、".join(words[choice] for choice in chosen)
                found.append(f"未计入{text}" if name == "without" else text)
        return found


def list_query(moment: Moment, **chosen) -> str:
    """The query string of the list behind a number: list_query(moment, of='members',
    discipline='A')."""
    return urlencode({**chosen, **moment.query}, doseq=True)
