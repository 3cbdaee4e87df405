"""Forms about filled files: the file itself, and what of it is taken."""

import hashlib

from django import forms

from filings.forms import MEANING, TAKE
from filings.papers.merging import NEW, Choice, Merge
from filings.papers.reading import FileReading, Refused, read
from societies.office.sniffing import check_size

PERSON = "person:"  # before the place of a row with namesakes
LONGEST_NAME = 200


class FileForm(forms.Form):
    """A filled file; valid once it has been read. Gives `reading` and `sha256`."""

    file = forms.FileField(
        label="填好的表",
        help_text="Excel（.xlsx、.xls）或 Word（.docx），20 MB 以内。本系统下载的表、"
        "官方表格及自己仿制的表都可以。先对照，您确认后才写入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.docx,.et,.wps"}),
        error_messages={
            "required": "请先选择文件。",
            "empty": "这是空文件。请确认文件里有内容，再重新上传。",
            "max_length": "文件名太长，请改短后再上传。",
        },
        max_length=LONGEST_NAME,
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
            data = file.read()
            self.reading: FileReading = read(data, self.kind)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        self.sha256 = hashlib.sha256(data).hexdigest()
        return file

    @property
    def name(self) -> str:
        return "".join(c for c in self.cleaned_data["file"].name if c.isprintable())


class TakeForm(forms.Form):
    """What is taken of a file: `take` are ticked cells and `row` ticked rows by their places,
    answers to questions stand under `meaning:` and `person:` with the place."""

    seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, data, *, merged: Merge):
        super().__init__(data, auto_id=False)
        self.merged = merged
        self.wrong: dict[str, str] = {}  # by the place of a row

    def clean_seen(self):
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict) or not all(isinstance(text, str) for text in seen.values()):
            raise forms.ValidationError("这一页不完整，请重新打开。")
        return seen

    def clean(self):
        ticked, rows = set(self.data.getlist("take")), set(self.data.getlist("row"))
        places, meanings, people = set(), {}, {}
        for row in self.merged.rows:
            if row.namesakes and row.place in rows:
                answer = self.data.get(PERSON + row.place, "")
                people[row.place] = answer
                if answer not in (*row.namesakes, NEW):
                    self.wrong[row.place] = "请先回答：是同一个人吗？"
        for cell in self.merged.all_cells():
            row = cell.place.rpartition("/")[0]
            if row and row not in rows:
                continue
            answer = self.data.get(MEANING + cell.place, "")
            known = [choice.text for choice in cell.reading.choices]
            if answer.startswith(TAKE) and answer.removeprefix(TAKE) in known:
                meanings[cell.place] = answer.removeprefix(TAKE)
            elif cell.place in ticked or cell.is_question and cell.is_proposed:
                places.add(cell.place)
        if self.wrong:
            raise forms.ValidationError(f"还有 {len(self.wrong)} 个同名的人需要您回答。")
        return {
            **self.cleaned_data,
            "choice": Choice(frozenset(places), meanings, people, self.cleaned_data.get("seen")),
        }
