"""Forms of the desk: the queue's filters, the return, what is decided at approval."""

from datetime import timedelta

from django import forms
from django.db.models import Q

from accounts import clock
from filings import queries
from filings.enums import WAITING, ReturnReason, State

PARTS = {
    "waiting": "待处理",
    "mine": "我认领的",
    "overdue": "退回后逾期未报",
    "late": "逾期",
    "all": "全部",
}


class QueueFilter(forms.Form):
    """Without anything chosen the queue shows what has to be seen to; a search goes through all."""

    q = forms.CharField(
        label="名称、旧名、简称、拼音首字母、回执号",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "名称、旧名、简称、拼音首字母、回执号"}
        ),
    )
    state = forms.ChoiceField(label="状态", required=False)
    show = forms.ChoiceField(
        choices=PARTS.items(), required=False, widget=forms.HiddenInput, initial=""
    )

    def __init__(self, data, *, counts):
        super().__init__(data)
        shown = [state for state in State if state != State.DRAFT]
        self.fields["state"].choices = [
            ("", "全部状态"),
            *((state.value, f"{state.label}（{counts[state.value]}）") for state in shown),
        ]

    @property
    def part(self) -> str:
        """Which number on top is shown."""
        chosen = self.cleaned_data
        searching = chosen.get("q") or chosen.get("state")
        return chosen.get("show") or ("all" if searching else "waiting")

    def filter(self, filings, *, user, on):
        self.is_valid()
        conditions = {
            "waiting": queries.needs_attention(on),
            "mine": Q(state=State.IN_REVIEW, claimed_by=user),
            "overdue": queries.return_overdue(on),
            "late": Q(is_late=True, state__in=WAITING),
            "all": Q(),
        }
        filings = queries.search(filings, self.cleaned_data.get("q", ""))
        if state := self.cleaned_data.get("state"):
            filings = filings.filter(state=state)
        return filings.filter(conditions[self.part])


class ReturnForm(forms.Form):
    """What the society is told when its filing comes back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="原因", choices=[("", "请选择"), *ReturnReason.choices])
    text = forms.CharField(
        label="需要修改的内容", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    due = forms.DateField(label="重新提交期限", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data=None, *, filing, version=None):
        due = clock.today() + timedelta(days=filing.cycle.resubmission_days)
        initial = {"version": version and version.number, "due": due}
        super().__init__(data, initial=initial, auto_id="return-%s")
        self.fields["due"].widget.format = "%Y-%m-%d"

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("期限不能早于今天。")
        return due


class ApprovalForm(forms.Form):
    """The version that was looked at, and one question for each decision of the kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, decisions, version=None):
        initial = {"version": version and version.number}
        super().__init__(data, initial=initial, auto_id="approve-%s")
        self.names = [decision.name for decision in decisions]
        for decision in decisions:
            self.fields[f"choice-{decision.name}"] = forms.ChoiceField(
                label=decision.label,
                choices=decision.options,
                initial=decision.default,
                widget=forms.RadioSelect,
                error_messages={"required": "请选择。"},
            )

    @property
    def choices(self) -> dict:
        return {name: self.cleaned_data[f"choice-{name}"] for name in self.names}
