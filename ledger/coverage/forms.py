"""What the addresses of the coverage pages may ask for: a day, a view, and a part of the
societies."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from accounts import clock
from ledger.coverage.enums import BRANCHES, COUNTED, Cover, Gap, Measure, Progress
from ledger.coverage.models import Snapshot
from ledger.coverage.queries import cycle_of
from ledger.coverage.sources import Frozen, Live
from societies.codes import disciplines, jilin_regions, no_org_reasons
from societies.models import SupportUnit

EARLIEST = dt.date(1949, 10, 1)  # ages are counted back from a day


class SourceForm(forms.Form):
    """A day (today), optionally with what waits for approval; or a snapshot."""

    on = forms.DateField(label="截至日期", required=False, input_formats=["%Y-%m-%d"])
    pending = forms.BooleanField(label="含待审核", required=False)
    snapshot = forms.ModelChoiceField(
        Snapshot.objects.select_related("cycle"), label="冻结数据", required=False
    )

    def clean_on(self):
        on = self.cleaned_data["on"] or clock.today()
        if on > clock.today():
            raise forms.ValidationError("还没有到这一天。")
        if on < EARLIEST:
            raise forms.ValidationError("没有这样早的台账。")
        return on

    def source(self) -> Live | Frozen | None:
        """What was asked for, today where the day was not understood; None before any cycle."""
        self.full_clean()
        if snapshot := self.cleaned_data.get("snapshot"):
            return Frozen(snapshot)
        on = self.cleaned_data.get("on") or clock.today()
        cycle = cycle_of(on)
        return cycle and Live(on, cycle, pending=bool(self.cleaned_data.get("pending")))


class LedgerForm(forms.Form):
    """How the ledger is exported."""

    full = forms.BooleanField(label="含完整的联系方式", required=False)


def area_choices() -> list[tuple[str, str]]:
    """The prefectures of Jilin by the first four digits of their codes; 2200 is the province."""
    return [(row.code[:4], row.name) for row in jilin_regions() if row.code.endswith("00")]


NO_REASON = "none"


class Selection(forms.Form):
    """A part of the societies: the list behind a number. Links.list makes the address."""

    of = forms.ChoiceField(
        label="范围", required=False, choices=[("members", "会员学会"), *Measure.choices]
    )
    without = forms.ChoiceField(label="未计入", required=False, choices=Measure.choices)
    cover = forms.MultipleChoiceField(label="覆盖形式", required=False, choices=Cover.choices)
    progress = forms.MultipleChoiceField(label="填报", required=False, choices=Progress.choices)
    late = forms.BooleanField(label="逾期", required=False)
    gap = forms.MultipleChoiceField(
        label="从哪里来", required=False, choices=[c for c in Gap.choices if c[0]]
    )
    both = forms.BooleanField(label="同时建有党支部和功能型党小组", required=False)
    discipline = forms.ChoiceField(label="学科", required=False)
    area = forms.ChoiceField(label="所在地", required=False)
    unit = forms.ModelChoiceField(SupportUnit.objects.all(), label="支撑单位", required=False)
    no_unit = forms.BooleanField(label="没有支撑单位", required=False)
    reason = forms.ChoiceField(label="未建党组织原因", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].choices = disciplines().choices()
        self.fields["area"].choices = area_choices()
        self.fields["reason"].choices = [*no_org_reasons().choices(), (NO_REASON, "没有记录原因")]

    def conditions(self) -> list[tuple[str, tuple]]:
        """Over the columns of facts.py."""
        chosen = [(name, value) for name, value in self.cleaned_data.items() if value]
        return [condition for name, value in chosen for condition in CONDITIONS[name](value)]

    def labels(self) -> list[str]:
        """What was chosen, in words, for the heading of the list."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            if value is True:
                found.append(field.label)
            elif value:
                found.append(self._label(name, field, value))
        return found

    def _label(self, name, field, value) -> str:
        if name == "unit":
            return value.name
        words = dict(field.choices)
        chosen = value if isinstance(value, list) else [value]
        text = "、".join(words[choice] for choice in chosen)
        return f"未计入{text}" if name == "without" else text


def _without(measure: str) -> list:
    return [("cover", tuple(set(Cover) - COUNTED[Measure(measure)]))]


# What each field of a selection asks of the facts: columns and the values they may have.
CONDITIONS = {
    "of": lambda v: [] if v == "members" else [("cover", tuple(COUNTED[Measure(v)]))],
    "without": _without,
    "cover": lambda v: [("cover", v)],
    "progress": lambda v: [("progress", v)],
    "late": lambda v: [("is_late", (1,))],
    "gap": lambda v: [("gap", v)],
    "both": lambda v: [("has_group", (1,)), ("cover", tuple(BRANCHES))],
    "discipline": lambda v: [("discipline", (v,))],
    "area": lambda v: [("area", (v,))],
    "unit": lambda v: [("unit", (v.pk,))],
    "no_unit": lambda v: [("unit", (0,))],
    "reason": lambda v: [("reason", ("" if v == NO_REASON else v,))],
}


@cache  # a page has fifty addresses, of five pages
def _path(name: str) -> str:
    return reverse(f"coverage:{name}")


@dataclass(frozen=True)
class Links:
    """Addresses that keep the day and the view of a page."""

    source: Live | Frozen

    @cached_property
    def query(self) -> str:
        if isinstance(self.source, Frozen):
            return f"snapshot={self.source.snapshot.pk}"
        return f"on={self.source.on}{'&pending=1' if self.source.pending else ''}"

    def to(self, name: str, **chosen) -> str:
        """A page of coverage: links.to('list', of='members', discipline='A')."""
        part = f"{urlencode(chosen, doseq=True)}&" if chosen else ""
        return f"{_path(name)}?{part}{self.query}"

    def list(self, **chosen) -> str:
        """The list behind a number of societies."""
        return self.to("list", **chosen)
