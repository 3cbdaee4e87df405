"""What every field of a document shares: a cell is read as ok, ambiguous or error, never guessed.

`read` is pure and total. `Reading.value` is the canonical spelling; of an ambiguous cell it is the
proposal, or empty where none of the choices is likelier.

Every page of a draft asks for the readings of all its cells, so a process remembers the latest:
READINGS bounds how many, `CellField.longest` how long a remembered text may be.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django import forms

from filings.fields import normalize
from societies import codes

OK, AMBIGUOUS, ERROR = "ok", "ambiguous", "error"
# Stands behind a text that a person confirmed although it looks odd: it then reads as meant.
CONFIRMED = "（已确认）"
READINGS = 2**14  # some fifty documents, about 10 MB


@dataclass(frozen=True)
class Choice:
    """One meaning of an ambiguous cell.

    `text` is written into the cell when it is taken, and reads as `value`; `label` stands beside
    the button.
    """

    value: str
    text: str
    label: str


@dataclass(frozen=True)
class Reading:
    """How a text was understood."""

    kind: str
    value: str = ""
    message: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class CellContext:
    """What a spelling may lean on: the day, the society, the cells above and to the left."""

    today: dt.date = field(default_factory=dt.date.today)
    society_name: str = ""
    support_unit: str = ""
    place_code: str = ""
    area_code: str = ""
    local_digits: int = 0
    above: str = ""
    left: str = ""
    born: str = ""  # the month of birth in the same row, 1978-04; of Table 2


def society_context(society, on: dt.date) -> CellContext:
    """The context of a society's cells on a day; the schema adds the neighbours of each cell."""
    unit = society.support_unit
    region = codes.jilin_regions().get(society.place_code)
    return CellContext(
        today=on,
        society_name=society.name_on(on),
        support_unit=unit.name_on(on) if unit else "",
        place_code=society.place_code,
        area_code=region.phone_area_code if region else "",
        local_digits=int(region.phone_local_digits or 0) if region else 0,
    )


def ok(value: str) -> Reading:
    return Reading(OK, value)


def error(message: str) -> Reading:
    return Reading(ERROR, message=message)


def ask(message: str, choices=(), *, propose: bool = True) -> Reading:
    """A question. The first choice is the proposal unless `propose` is off."""
    choices = tuple(choices)
    return Reading(AMBIGUOUS, choices[0].value if choices and propose else "", message, choices)


def choice(value: str, text: str | None = None, label: str | None = None) -> Choice:
    text = value if text is None else text
    return Choice(value, text, text if label is None else label)


def keep(value: str, label: str = "") -> Choice:
    """The choice to leave an odd text as it is."""
    return Choice(value, value + CONFIRMED, label or f"就是“{value}”")


class CellField(forms.CharField):
    """One cell. Subclasses say how a text is understood (`understand`), what it is called (`what`,
    `example`), how its canonical spelling becomes a value (`to_value`) and what the official paper
    prints (`display`)."""

    what = "内容"
    example = ""
    input_mode = "text"
    is_tall = False  # several lines: typed into a box, printed from the top left corner
    # No cell of these fields is longer; a longer text is a pasted mistake.
    longest = 300
    # A mark for nothing (/, —, 无) is an empty cell; where it means something the field reads it.
    blank_marks = True
    # The parts of the context that a reading leans on. `understand` is told no others.
    leans_on: tuple[str, ...] = ()

    def __init__(self, *, required=True, label=None, **kwargs):
        super().__init__(required=required, label=label, strip=False, **kwargs)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if self.input_mode != "text":
            attrs["inputmode"] = self.input_mode
        return attrs

    def read(self, text, context: CellContext | None = None) -> Reading:
        """How a text as typed is understood. Never raises, whatever the text."""
        text = "" if text is None else str(text)
        told = ()
        if self.leans_on:
            context = context or CellContext()
            told = tuple([getattr(context, part) for part in self.leans_on])
        return (
            _remembered(self, text, told) if len(text) <= self.longest else self._read(text, told)
        )

    def _read(self, text: str, told: tuple) -> Reading:
        context = CellContext(**dict(zip(self.leans_on, told, strict=True)))
        reading = self._reading(text, context)
        if reading.kind != AMBIGUOUS:
            return reading
        # A choice is offered only if its text, once written into the cell, reads as it says.
        held = tuple(
            offered
            for offered in reading.choices
            if self._reading(offered.text, context) == ok(offered.value)
        )
        known = held == reading.choices or any(c.value == reading.value for c in held)
        return replace(reading, choices=held, value=reading.value if known else "")

    def _reading(self, text: str, context: CellContext) -> Reading:
        tidy = normalize.tidy(text)
        if not tidy:
            return self._empty("请填写")
        reading = self._general(tidy)
        if reading is None:
            reading = self._confirmed(tidy, context) or self.understand(tidy, context)
        if reading.kind == OK and reading.value == "" and self.required:
            return self._empty(f"“{normalize.shown(tidy)}”不能代替内容，请填写")
        return reading

    def value(self, reading: Reading):
        """The clean value of a cell that was understood; None of any other."""
        if reading.kind != OK:
            return None
        return self.to_value(reading.value) if reading.value else self.empty_value

    def understand(self, text: str, context: CellContext) -> Reading:
        """The reading of a tidy, non-empty text."""
        raise NotImplementedError

    def to_value(self, canonical: str):
        return canonical

    def canonical(self, value) -> str:
        """The canonical spelling of a clean value."""
        return "" if value is None else str(value)

    def display(self, value) -> str:
        """A clean value as the official paper prints it."""
        return self.canonical(value)

    def spelling(self, value, context: CellContext | None = None) -> str:
        """A text that reads back as a clean value: what the paper prints, with the mark CONFIRMED
        where that alone would be asked about again."""
        printed = self.display(value)
        reading = self.read(printed, context)
        if not printed or reading.kind == OK:
            return printed
        meant = (c.text for c in reading.choices if c.value == self.canonical(value))
        return next(meant, printed)

    @property
    def accepted(self) -> str:
        return f"，例如：{self.example}" if self.example else ""

    def refuse(self, text: str, why: str = "") -> Reading:
        """The usual refusal: what was typed, what is wrong, what is accepted."""
        why = why or f"不是{self.what}"
        return error(f"“{normalize.shown(text)}”{why}，请填写{self.what}{self.accepted}。")

    def _empty(self, message: str) -> Reading:
        if not self.required:
            return ok("")
        return error(f"{message}{self.what}{self.accepted}。")

    def _general(self, text: str) -> Reading | None:
        """What is wrong, or nothing, in a cell of any kind."""
        if normalize.is_spreadsheet_error(text):
            return error(
                f"“{normalize.shown(text)}”是表格软件的错误提示，请填写{self.what}{self.accepted}。"
            )
        if normalize.is_formula(text):
            return error(f"这里是公式，系统不计算公式，请直接填写{self.what}{self.accepted}。")
        if len(text) > self.longest:
            return error(f"内容有 {len(text)} 个字，过长，请填写{self.what}{self.accepted}。")
        if normalize.is_identity_number(text):
            return error(
                f"这里像是身份证号码，本系统不收集身份证号码，请填写{self.what}{self.accepted}。"
            )
        if normalize.is_ditto(text):
            return self.ditto(text)
        if normalize.is_lost(text):
            return self.refuse(text, "中有字符已丢失")
        if self.blank_marks and normalize.is_blank_mark(text):
            return ok("")
        return None

    def ditto(self, text: str) -> Reading:
        """A mark that points at a neighbour; only units may lean on theirs."""
        return error(
            f"“{normalize.shown(text)}”看不出是什么，每一行请写全{self.what}{self.accepted}。"
        )

    def _confirmed(self, text: str, context: CellContext) -> Reading | None:
        if not text.endswith(CONFIRMED):
            return None
        meant = text.removesuffix(CONFIRMED).rstrip()
        if not meant or meant.endswith(CONFIRMED) or self._general(meant):
            return None
        for offered in self.understand(meant, context).choices:
            if offered.text == text:
                return ok(offered.value)
        return None


@lru_cache(maxsize=READINGS)
def _remembered(field: CellField, text: str, told: tuple) -> Reading:
    return field._read(text, told)
