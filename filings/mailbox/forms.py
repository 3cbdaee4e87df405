"""Forms of the pages of a mailbox."""

from django import forms

from filings.mailbox.matching import alike, exactly, spellings
from filings.mailbox.unpacking import MOST_FILES
from societies.models import Society

OTHER = "other"
CONTROL = forms.TextInput(attrs={"class": "control"})


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or many."""

    widget = FilesInput(attrs={"accept": ".zip,.xlsx,.xls,.docx,.et,.wps"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(FilesField, self).clean(file, initial) for file in files]


class LoadForm(forms.Form):
    """What was sent: a zip, or files."""

    files = FilesField(
        label="文件",
        help_text=f"一个 .zip，或者同时选几个 .xlsx、.xls、.docx；一次最多 {MOST_FILES} 个文件。",
        error_messages={"required": "请选择文件。", "empty": "“%(filename)s”是空文件。"},
        allow_empty_file=True,
    )
    kind = forms.ChoiceField(label="申报种类")

    def __init__(self, data=None, files=None, *, kinds):
        super().__init__(data, files, initial={"kind": kinds[0].code})
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()


class ConfirmForm(forms.Form):
    """Which files become filings, and how far they go. `ready` are their numbers."""

    numbers = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everything = forms.BooleanField(required=False)
    submits = forms.BooleanField(required=False)

    def __init__(self, data, *, ready):
        super().__init__(data)
        self.ready = ready
        self.fields["numbers"].choices = [(number, number) for number in ready]

    @property
    def chosen(self) -> list[int]:
        """None of them where something else than a ready file was sent."""
        self.is_valid()
        chosen = self.cleaned_data.get("numbers", [])
        return self.ready if self.cleaned_data.get("everything") else chosen


class AnswerForm(forms.Form):
    """Whose a file is, which name the society has, what its doubtful cells mean."""

    society = forms.ChoiceField(label="这是哪个学会的", widget=forms.RadioSelect, required=False)
    society_name = forms.CharField(
        label="名册中的名称、简称或曾用名", max_length=100, required=False
    )
    takes_name = forms.TypedChoiceField(
        label="学会名称", widget=forms.RadioSelect, coerce=bool, required=False, empty_value=False
    )

    def __init__(self, data=None, *, file, societies):
        """`societies`: the one that it is taken for, then the likely ones."""
        current = str(file.society_id or "")
        super().__init__(
            data,
            initial={"society": current, "takes_name": "1" if file.takes_name else ""},
            auto_id="answer-%s",
        )
        self.file, self.societies = file, {str(society.pk): society for society in societies}
        choices = [(key, str(society)) for key, society in self.societies.items()]
        self.fields["society"].choices = [*choices, (OTHER, "其他学会")]
        self.fields["takes_name"].choices = [
            ("", "用名册中的名称"),
            ("1", f"用表中的“{file.written}”，作为更名提出"),
        ]
        for number, remark in enumerate(file.remarks):
            self.fields[f"choice-{number}"] = forms.ChoiceField(
                choices=remark["choices"], required=False, widget=forms.RadioSelect
            )
            # A row's person is chosen, not typed.
            if remark["place"].count("/") != 1:
                self.fields[f"text-{number}"] = forms.CharField(
                    required=False, max_length=2000, widget=CONTROL
                )

    def clean(self):
        cleaned = super().clean()
        chosen, written = cleaned.get("society", ""), cleaned.get("society_name", "")
        if chosen == OTHER or (written and not chosen):
            cleaned["society"] = self._named(written)
        else:
            cleaned["society"] = self.societies.get(chosen)
        return cleaned

    def _named(self, text: str) -> Society | None:
        found = exactly(spellings(text))
        if found.society:
            return Society.objects.get(pk=found.society)
        keys = found.proposals or alike(text)
        names = "、".join(str(s) for s in Society.objects.filter(pk__in=keys))
        near = f"相近的有：{names}。" if names else ""
        message = f"名册中没有“{text}”。{near}" if text else "请填写学会名称。"
        self.add_error("society_name", message)
        return None

    @property
    def meanings(self) -> dict[str, str]:
        """What was typed or chosen, by place; what was typed counts."""
        found = {}
        for number, remark in enumerate(self.file.remarks):
            typed = self.cleaned_data.get(f"text-{number}", "").strip()
            if text := typed or self.cleaned_data.get(f"choice-{number}", ""):
                found[remark["place"]] = text
        return found

    @property
    def cells(self) -> list[dict]:
        """Each remark with its fields, for the page."""
        return [
            {
                "remark": remark,
                "choice": self[f"choice-{number}"] if remark["choices"] else None,
                "text": self[f"text-{number}"] if f"text-{number}" in self.fields else None,
            }
            for number, remark in enumerate(self.file.remarks)
        ]
