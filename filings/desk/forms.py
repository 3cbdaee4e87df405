"""Forms of the desk: the queue's filters, the return, what is decided at approval."""

import re
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Q

from accounts import clock
from accounts.widgets import Select
from filings import queries
from filings.enums import SCAN_SETTLED, ReturnReason, ScanState, State
from filings.kinds import all_kinds
from filings.models import Obligation
from societies import codes
from societies.models import Society

KEY = re.compile(r"\d{1,9}")
PAIR = re.compile(r"\d{1,9}:\d{1,4}")
PARTS = {
    "waiting": "待处理",
    "mine": "我认领的",
    "overdue": "退回后逾期未报",
    "late": "逾期",
    "all": "全部",
}


ADVICE = {"differs": "申报≠建议", "same": "申报＝建议"}
SCANS = {
    "settled": ("盖章件齐", SCAN_SETTLED),
    "none": ("缺盖章件", (ScanState.NONE,)),
    "wrong": ("盖章件不一致", (ScanState.OLD, ScanState.FOREIGN)),
    "unread": ("盖章件待核对", (ScanState.NO_CODE, ScanState.PENDING)),
}
ME, NOBODY = "me", "nobody"


def said(state: State, counts: dict[str, int]) -> str:
    """A state in words, with the number of filings where that is known: of the open ones."""
    number = f"（{counts[state.value]}）" if state.value in counts else ""
    return f"{state.label}{number}"


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
    kind = forms.ChoiceField(label="申报种类", required=False)
    discipline = forms.ChoiceField(label="学科", required=False)
    place = forms.ChoiceField(label="地区", required=False)
    unit = forms.CharField(
        label="支撑单位",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "支撑单位", "size": 12}),
    )
    advice = forms.ChoiceField(
        label="申报与建议",
        required=False,
        choices=[("", "申报与建议"), *ADVICE.items()],
    )
    warned = forms.ChoiceField(
        label="有无警告",
        required=False,
        choices=[("", "有无警告"), ("yes", "有警告"), ("no", "无警告")],
    )
    scan = forms.ChoiceField(
        label="盖章件",
        required=False,
        choices=[("", "盖章件"), *((name, label) for name, (label, _) in SCANS.items())],
    )
    claimed = forms.ChoiceField(label="认领人", required=False)
    show = forms.ChoiceField(choices=PARTS.items(), required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, counts, deciders):
        super().__init__(data)
        states = [state for state in State if state != State.DRAFT]
        places = [row for row in codes.jilin_regions() if row.level == "prefecture"]
        choices = {
            "state": [("", "全部状态"), *((state.value, said(state, counts)) for state in states)],
            "kind": [("", "全部种类"), *((kind.code, kind.label) for kind in all_kinds())],
            "discipline": [("", "全部学科"), *codes.disciplines().choices()],
            "place": [("", "全部地区"), *((row.code[:4], row.name) for row in places)],
            "claimed": [("", "认领人"), (ME, "我"), (NOBODY, "无人认领"), *deciders],
        }
        for name, found in choices.items():
            self.fields[name].choices = found
        if len(choices["kind"]) == 2:
            del self.fields["kind"]
        self.is_valid()

    @property
    def narrowed(self) -> bool:
        """Whether anything but a number on top is chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "show")

    @property
    def part(self) -> str:
        """Which number on top is shown."""
        chosen = self.cleaned_data
        searching = chosen.get("q") or chosen.get("state")
        return chosen.get("show") or ("all" if searching else "waiting")

    def filter(self, filings, *, user, on):
        filings = queries.search(filings, self.cleaned_data.get("q", ""))
        filings = queries.beside_unit(filings, self.cleaned_data.get("unit", ""))
        part = queries.part_condition(self.part, user=user, role=user.role, on=on)
        return filings.filter(part, *self._conditions(user))

    def _scan_states(self) -> tuple:
        return SCANS.get(self.cleaned_data.get("scan"), ("", ()))[1]

    def _conditions(self, user) -> list[Q]:
        chosen = self.cleaned_data
        claimed = chosen.get("claimed", "")
        claims = {ME: Q(claimed_by=user), NOBODY: Q(claimed_by=None)}
        conditions = {
            "state": Q(state=chosen.get("state")),
            "kind": Q(kind=chosen.get("kind")),
            "discipline": Q(society__discipline=chosen.get("discipline")),
            "place": Q(society__place_code__startswith=chosen.get("place", "")),
            "advice": Q(differs=chosen.get("advice") == "differs"),
            "warned": Q(warnings__gt=0) if chosen.get("warned") == "yes" else Q(warnings=0),
            "scan": queries.needs_scan() & Q(scan__in=self._scan_states()),
            "claimed": claims.get(claimed) or Q(claimed_by=claimed or None),
        }
        return [condition for name, condition in conditions.items() if chosen.get(name)]


LEDGER, NOTHING = "ledger", "none"


class CompareForm(forms.Form):
    """Which version is shown, and what it is compared with. `labels` name the versions by
    number."""

    version = forms.ChoiceField(label="查看", required=False, widget=Select)
    against = forms.ChoiceField(label="对比", required=False, widget=Select)

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
    reason = forms.ChoiceField(
        label="原因", choices=[("", "请选择"), *ReturnReason.choices], widget=Select
    )
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
    prefix_of_choices = "choice-"

    def __init__(self, data=None, *, decisions=(), number=None):
        super().__init__(data, initial={"version": number}, auto_id="approve-%s")
        self.names = [decision.name for decision in decisions]
        for decision in decisions:
            self.fields[f"{self.prefix_of_choices}{decision.name}"] = forms.ChoiceField(
                label=decision.label,
                choices=decision.options,
                initial=decision.default,
                widget=forms.RadioSelect,
                error_messages={"required": "请选择。"},
            )

    @property
    def questions(self):
        return [self[f"{self.prefix_of_choices}{name}"] for name in self.names]

    @property
    def choices(self) -> dict:
        """The answers as sent; approval compares them with what it asks by then."""
        begin = self.prefix_of_choices
        return {k.removeprefix(begin): self.data[k] for k in self.data if k.startswith(begin)}


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


class RefusalForm(forms.Form):
    """The version that was looked at, and why it is refused for good."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, version):
        super().__init__(data, initial={"version": version.number}, auto_id="refuse-%s")


class OriginalForm(forms.Form):
    """The version whose sealed paper has come."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    text = forms.CharField(label="原因", max_length=500)


class SelectionForm(forms.Form):
    """What was ticked in the queue."""

    filing = forms.TypedMultipleChoiceField(choices=(), coerce=int)

    def __init__(self, data):
        super().__init__(data)
        ticked = data.getlist("filing")
        self.fields["filing"].choices = [(text, text) for text in ticked if KEY.fullmatch(text)]


class BulkForm(forms.Form):
    """What was ticked in the preview: 'pk:version' each, so that nothing else is approved."""

    filings = forms.TypedMultipleChoiceField(choices=())

    def __init__(self, data):
        super().__init__(data)
        ticked = data.getlist("filings")
        self.fields["filings"].choices = [(text, text) for text in ticked if PAIR.fullmatch(text)]
        self.fields["filings"].coerce = lambda text: tuple(map(int, text.split(":")))


class EntryFilter(forms.Form):
    """The societies for which a paper filing can be typed: those that have not filed, or all that a
    search finds."""

    q = forms.CharField(
        label="学会名称、旧名、简称、拼音首字母",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "学会名称、旧名、简称、拼音首字母"}
        ),
    )
    cycle = forms.ModelChoiceField(
        label="填报周期", queryset=None, required=False, empty_label=None
    )

    def __init__(self, data, *, cycles):
        super().__init__(data)
        self.fields["cycle"].queryset = cycles
        self.is_valid()
        self.cycle = self.cleaned_data.get("cycle") or cycles.first()
        self.initial["cycle"] = self.cycle
        self.text = self.cleaned_data.get("q", "")

    def filter(self, obligations):
        owed = obligations.filter(cycle=self.cycle)
        if self.text:
            return owed.filter(society__in=Society.objects.search(self.text).values("pk"))
        return owed.filter(first_submitted_at=None)

    def query(self) -> str:
        """For the links of the pages."""
        chosen = {"q": self.text, "cycle": self.cycle.pk if self.cycle else ""}
        return f"{urlencode(chosen)}&"


class EnterForm(forms.Form):
    """What somebody begins to type: a kind of filing under an obligation."""

    kind = forms.ChoiceField()
    obligation = forms.ModelChoiceField(queryset=None)

    def __init__(self, data, *, kinds, cycles):
        super().__init__(data)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]
        self.fields["obligation"].queryset = Obligation.objects.filter(cycle__in=cycles)
