"""What the pages of the editor send: cells by their paths, explanations, chosen meanings."""

import re

from django import forms

from filings.enums import Purpose
from filings.kinds import all_kinds

CELL = re.compile(r"[a-z0-9_]+(/[a-z0-9]+/[a-z0-9_]+)?")
FINDING = re.compile(r"[a-z0-9_]+@[a-z0-9_/]*")
NEW_ROW = re.compile(r"([a-z_]+)/r[0-9a-f]{12}")
GONE_ROW = re.compile(r"gone:([a-z_]+/[a-z0-9]+):(why|on|note)")
MEANING, EXPLANATION = "meaning:", "explain:"
TAKE = "="  # stands before the text of a choice: the empty value means 'I will type it myself'


class StartForm(forms.Form):
    """Which society begins a filing, in which cycle."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    society = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    cycle = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, data=None, *, societies, cycles, **kwargs):
        super().__init__(data, auto_id=False, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in all_kinds()]
        self.fields["society"].queryset = societies
        self.fields["cycle"].queryset = cycles


class DraftForm(forms.Form):
    """A page of the editor, or what its autosave sends, as far as the kind has such cells.

    Gives `cells` {path: text}, `explanations` {finding key: text}, `meanings` {path: text}, `gone`
    {path of a removed row: {field: text}} and `new_rows` [path]. `seen` {path: text} is what the
    page showed: cells left as they were are not in `cells`.
    """

    account = forms.IntegerField(widget=forms.HiddenInput)  # for whom the page was made
    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, kind):
        super().__init__(data, auto_id=False)
        self.kind = kind

    def clean_seen(self):
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict) or not all(isinstance(text, str) for text in seen.values()):
            return {}
        return seen

    def clean(self):
        seen = self.cleaned_data.get("seen") or {}
        cells, explanations, meanings, gone = {}, {}, {}, {}
        for name in self.data:
            text = _tidy(self.data[name])
            if name.startswith(EXPLANATION):
                if FINDING.fullmatch(name.removeprefix(EXPLANATION)):
                    explanations[name.removeprefix(EXPLANATION)] = text
            elif match := GONE_ROW.fullmatch(name):
                gone.setdefault(match[1], {})[match[2]] = text
            elif name.startswith(MEANING) and text.startswith(TAKE):
                meanings[name.removeprefix(MEANING)] = text.removeprefix(TAKE)
            elif name not in self.fields and not _unchanged(text, seen.get(name, "")):
                if self._has(name):
                    cells[name] = text
        rows = [path for path in self._rows() if any(name.startswith(path + "/") for name in cells)]
        taken = {path: text for path, text in meanings.items() if path not in cells}
        return {
            **self.cleaned_data,
            "seen": seen,
            "cells": cells,
            "explanations": explanations,
            "gone": gone,
            "meanings": {path: text for path, text in taken.items() if self._has(path)},
            "new_rows": rows,
        }

    def _has(self, path: str) -> bool:
        return bool(CELL.fullmatch(path) and self.kind.field(path))

    @property
    def changes(self) -> dict:
        """The arguments of filings.actions.save_draft."""
        return {name: value for name, value in self.cleaned_data.items() if name != "account"}

    def _rows(self):
        """Blank rows that the page offered, in their order."""
        groups = {group.name for section in self.kind.sections for group in section.groups}
        for path in self.data.getlist("row"):
            match = NEW_ROW.fullmatch(path)
            if match and match[1] in groups:
                yield path


def _tidy(text: str) -> str:
    """As typed, but for the browser's line ends and the one character that no database keeps."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _unchanged(text: str, seen: str) -> bool:
    """A browser's input of one line drops the line breaks of a text by itself."""
    return text in (_tidy(seen), seen.replace("\r", "").replace("\n", ""))


class PasteForm(forms.Form):
    """A block copied from a spreadsheet into a group; `at` (row key) and `first` (column) say where
    it was pasted."""

    text = forms.CharField(strip=False)
    at = forms.CharField(required=False)
    first = forms.CharField(required=False)

    def __init__(self, data, *, group):
        super().__init__(data, prefix=f"paste-{group.name}")

    def clean_text(self):
        return _tidy(self.cleaned_data["text"])


class ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files under one name, as a list; what each may be is the caller's to say."""

    widget = ManyInput

    def clean(self, data, initial=None):
        if not data:
            raise forms.ValidationError("请先选择文件。")
        return [super(ManyFiles, self).clean(file, initial) for file in data]


class AttachForm(forms.Form):
    """Files to be attached, for one purpose; two inputs of the page send them: chosen, and
    photographed."""

    purpose = forms.ChoiceField(choices=Purpose, widget=forms.HiddenInput)
    files = ManyFiles(allow_empty_file=True)


class CommentForm(forms.Form):
    """A remark of the filer, or an answer to one."""

    text = forms.CharField(label="意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class SubmitForm(forms.Form):
    """The declaration. `revision` is that of the draft that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    declared = forms.BooleanField(
        error_messages={"required": "请先勾选声明，再提交。"},
    )
