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


LEDGER, NOTHING = "ledger", "none"


class CompareForm(forms.Form):
    """Which version is shown, and what it is compared with. `labels` name the versions by
    number."""

    version = forms.ChoiceField(label="查看", required=False)
    against = forms.ChoiceField(label="对比", required=False)

    def __init__(self, data, *, labels: dict[int, str], posts_tables: bool):
        self.last = max(labels)
        chosen = {name: data[name] for name in ("version", "against") if name in data}
        chosen.setdefault("version", str(self.last))
        super().__init__(chosen)
        numbers = [(str(number), label) for number, label in sorted(labels.items(), reverse=True)]
        self.fields["version"].choices = numbers
        ledger = [(LEDGER, "台账")] if posts_tables else []
        self.fields["against"].choices = [*numbers, *ledger, (NOTHING, "不对比")]
        if "against" not in chosen:
            self.data["against"] = self._before()

    def _before(self) -> str:
        number = self.data["version"]
        before = int(number) - 1 if number.isdigit() else 0
        return str(before) if before else NOTHING

    def chosen(self) -> tuple[int, int | None]:
        """The number of the version shown, and of the one that it is compared with."""
        self.is_valid()
        version = self.cleaned_data.get("version") or self.last
        against = self.cleaned_data.get("against", "")
        return int(version), int(against) if against.isdigit() else None

    @property
    def against_ledger(self) -> bool:
        return self.cleaned_data.get("against") == LEDGER


class ReturnForm(forms.Form):
    """What the society is told when its filing comes back. `cells` are (path, label) pairs that
    may be marked; `marked` those that are at first."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="原因", choices=[("", "请选择"), *ReturnReason.choices])
    text = forms.CharField(
        label="需要修改的内容", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    cells = forms.MultipleChoiceField(
        label="需要修改的单元格", required=False, widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label="重新提交期限", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data=None, *, filing, version, cells=(), marked=()):
        due = clock.today() + timedelta(days=filing.cycle.resubmission_days)
        initial = {"version": version.number, "due": due, "cells": list(marked)}
        super().__init__(data, initial=initial, auto_id="return-%s")
        self.fields["due"].widget.format = "%Y-%m-%d"
        self.fields["cells"].choices = cells
        if not cells:
            del self.fields["cells"]

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("期限不能早于今天。")
        return due


class ApprovalForm(forms.Form):
    """The version that was looked at, and one question for each decision of the kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, decisions, version):
        initial = {"version": version.number}
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
    def questions(self):
        return [self[f"choice-{name}"] for name in self.names]

    @property
    def choices(self) -> dict:
        return {name: self.cleaned_data[f"choice-{name}"] for name in self.names}


class CommentForm(forms.Form):
    """A remark on a cell; the path is chosen by the cell's link."""

    path = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    text = forms.CharField(label="意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, path=""):
        super().__init__(data, initial={"path": path}, auto_id="comment-form-%s")


class AnswerForm(forms.Form):
    text = forms.CharField(label="回复", max_length=2000)


class CorrectionForm(forms.Form):
    """What a cell should read, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    path = forms.CharField(max_length=120, widget=forms.HiddenInput)
    value = forms.CharField(label="更正为", required=False, max_length=3000, strip=False)
    text = forms.CharField(label="更正原因", max_length=500)

    def __init__(self, data=None, *, version, path="", value=""):
        initial = {"version": version.number, "path": path, "value": value}
        super().__init__(data, initial=initial, auto_id="correction-%s")


class ReasonForm(forms.Form):
    text = forms.CharField(label="原因", max_length=500)
