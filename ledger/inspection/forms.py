"""Forms of the inspection's pages: filters, and what a step needs to be taken."""

from django import forms

from accounts import clock
from filings.models import Cycle
from ledger.inspection import listing
from ledger.inspection.enums import INSPECTION_FAILED, SIGNABLE, Grade, Indicator
from societies import codes


class ListFilter(forms.Form):
    """Without a part chosen the list shows all societies."""

    q = forms.CharField(
        label="名称、旧名、简称、拼音首字母",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "名称、旧名、简称、拼音首字母"}
        ),
    )
    discipline = forms.ChoiceField(label="学科", required=False)
    show = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data):
        super().__init__(data)
        self.fields["discipline"].choices = [("", "全部学科"), *codes.disciplines().choices()]
        self.fields["show"].choices = [(part.name, part.label) for part in listing.PARTS]
        self.is_valid()

    @property
    def part(self) -> str:
        return self.cleaned_data.get("show", "")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.cleaned_data.get("q") or self.cleaned_data.get("discipline"))

    def filter(self, proposals):
        found = listing.search(proposals, self.cleaned_data.get("q", ""))
        if discipline := self.cleaned_data.get("discipline"):
            found = found.filter(society__discipline=discipline)
        return found


def _date(label="成文日期"):
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _text(label, rows=3, **kwargs):
    return forms.CharField(
        label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class DocumentForm(forms.Form):
    """The official document by which a step is taken: no step without one."""

    number = forms.CharField(label="文号", max_length=60)
    dated = _date()

    def __init__(self, data=None, **kwargs):
        kwargs["initial"] = {"dated": clock.today(), **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)


class ConfirmForm(DocumentForm):
    """A benign proposal as it is, or the other benign class with a reason."""

    grade = forms.ChoiceField(
        label="结论",
        choices=[(grade.value, grade.label) for grade in (Grade.PASSED, Grade.BASIC)],
        widget=forms.RadioSelect,
    )
    reason = _text("理由（与建议不同时填写）", rows=2, required=False)
    field_order = ["grade", "reason", "number", "dated"]


class NoticeForm(forms.Form):
    """What a society is told; the number comes by itself."""

    facts = _text("事实", rows=4)
    reason = _text("理由和依据")


class DecisionForm(DocumentForm):
    """Result and penalties together."""

    grade = forms.ChoiceField(
        label="结论",
        choices=[(grade.value, grade.label) for grade in SIGNABLE],
        widget=forms.RadioSelect,
    )
    penalties = forms.MultipleChoiceField(
        label="处理（只对不合格）", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _text(
        "理由（与建议不同、减少处理，或申辩已采纳而仍定不合格时填写）", rows=2, required=False
    )
    field_order = ["grade", "penalties", "reason", "number", "dated"]

    def __init__(self, data=None, *, penalties, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["penalties"].choices = [
            (code, codes.penalties().name(code)) for code in penalties
        ]

    def clean(self):
        """Other classes have no penalties, whatever is still ticked."""
        if self.cleaned_data.get("grade") != Grade.FAILED:
            self.cleaned_data["penalties"] = []
        return self.cleaned_data


class LiftForm(DocumentForm):
    codes = forms.MultipleChoiceField(label="解除的处理", widget=forms.CheckboxSelectMultiple)
    reason = _text("解除理由", rows=3)
    field_order = ["codes", "reason", "number", "dated"]

    def __init__(self, data=None, *, penalties, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["codes"].choices = [
            (penalty.code, _lift_label(penalty)) for penalty in penalties
        ]


def _lift_label(penalty) -> str:
    until = f"（到 {penalty.until:%Y-%m-%d} 自动届满）" if penalty.until else ""
    return penalty.label + until


class PdfForm(forms.Form):
    file = forms.FileField(label="签发文件的 PDF")
    reason = forms.CharField(label="替换原因", max_length=500, required=False)


class ReasonForm(forms.Form):
    reason = _text("更正理由", rows=2)


class TickedForm(forms.Form):
    """What was ticked in a preview, by primary key."""

    ticked = forms.TypedMultipleChoiceField(
        coerce=int, choices=(), error_messages={"required": "请先勾选学会。"}
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        ticked = data.getlist("ticked") if data else []
        sent = [text for text in ticked if text.isdigit() and len(text) < 12]
        self.fields["ticked"].choices = [(text, text) for text in sent]

    @property
    def asked(self):
        """The fields below the list; what is ticked stands in its rows."""
        return [field for field in self if field.name != "ticked"]


class EvaluateForm(forms.Form):
    """Which cycle is evaluated, on which day (inclusive)."""

    cycle = forms.ModelChoiceField(Cycle.objects.none(), label="填报周期", empty_label=None)
    on = _date("检查日")

    def __init__(self, data=None):
        super().__init__(data, initial={"on": clock.today()})
        self.fields["cycle"].queryset = Cycle.objects.filter(opens_on__lte=clock.today())
        self.fields["on"].help_text = "按这一天24时的台账检查；党建联络员这一天在任的才算。"

    def clean_on(self):
        if (on := self.cleaned_data["on"]) > clock.today():
            raise forms.ValidationError("检查日不能晚于今天。")
        return on


class BulkConfirmForm(DocumentForm, TickedForm):
    """Benign proposals that were previewed, signed by one document."""


class BulkNoticeForm(TickedForm):
    reason = _text("理由和依据")


class CircularForm(TickedForm):
    title = forms.CharField(label="标题", max_length=60)
    opening = _text("开头", rows=5)
    closing = _text("结尾", rows=4)


class DayForm(forms.Form):
    on = forms.DateField(label="日期", required=False, input_formats=["%Y-%m-%d"])

    def day(self):
        """What was asked for; today where nothing, or no day, was."""
        self.full_clean()
        return self.cleaned_data.get("on") or clock.today()


class AwardForm(forms.Form):
    """Names for an award: one society a line."""

    names = forms.CharField(
        label="拟评优的学会",
        help_text="每行一个学会，写全称、旧名或简称；最多 500 行。",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    on = _date("评优日期")

    def clean_names(self):
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > 500:
            raise forms.ValidationError(f"有 {len(names)} 行，最多 500 行。")
        return names


class RulesForm(forms.Form):
    """What an inspection asks: days to answer, the grade to which each indicator leads, the last
    day of each penalty. Its clean values are the arguments of proposing.change_rules."""

    answer_days = forms.IntegerField(label="申辩天数", min_value=1, max_value=90)

    def __init__(self, data=None, *, inspection):
        initial = {"answer_days": inspection.answer_days}
        initial |= {row.indicator: row.leads_to for row in inspection.indicators.all()}
        for term in inspection.penalty_terms.all():
            initial |= {f"gives-{term.code}": True, f"until-{term.code}": term.until}
        super().__init__(data, initial=initial)
        grades = [(grade.value, grade.label) for grade in (Grade.BASIC, Grade.FAILED)]
        for indicator in Indicator:
            self.fields[indicator.value] = forms.ChoiceField(
                label=f"{indicator.label}，不符合的",
                choices=[("", "不检查"), *grades],
                required=False,
            )
        for penalty in codes.penalties():
            if penalty.code != INSPECTION_FAILED:
                label = f"不合格的，{penalty.name}"
                self.fields[f"gives-{penalty.code}"] = forms.BooleanField(
                    label=label, required=False
                )
            if penalty.blocks:
                until = self.fields[f"until-{penalty.code}"] = _date(f"{penalty.name}到")
                end = "更正" if penalty.code == INSPECTION_FAILED else "解除"
                until.required, until.help_text = False, f"含当日；不写即到{end}为止。"

    def clean(self):
        said = super().clean()
        leads_to = {name: said[name] for name in Indicator.values if said.get(name)}
        given = [
            penalty.code
            for penalty in codes.penalties()
            if penalty.code == INSPECTION_FAILED or said.get(f"gives-{penalty.code}")
        ]
        terms = {code: said.get(f"until-{code}") for code in given}
        return {"answer_days": said.get("answer_days"), "leads_to": leads_to, "terms": terms}
