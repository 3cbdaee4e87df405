"""Workbooks that go out: the template, the lists with what is wrong in them, the links of
invitations."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from societies.importing.columns import CHOICES, GUIDE, SHEETS, PlaceField, WordField, places
from societies.importing.reading import MOST_ROWS
from societies.importing.rows import ERRORS, Lists, Row
from societies.office.formulas import safe

TEXT = "@"
WIDTH = 22
HEADING = PatternFill("solid", fgColor="EBE6DD")
WRONG = PatternFill("solid", fgColor="F6D5D2")
EXAMPLES = {
    "支撑单位": ["吉林省示例大学", "王芳", "0431-55500100", "中共吉林省示例大学委员会"],
    "学会": [
        "吉林省示例学会",
        "省示例学会",
        "example",
        "理科",
        "长春市",
        "吉林省示例大学",
        "团体会员",
        "2001-05-16",
        "是",
    ],
    "账号": ["吉林省示例学会", "李静", "15400000000", "lijing@example.org", "lijing"],
}
RULES = (
    "一个工作簿有三张表：支撑单位、学会、账号。用不到的表可以空着，表名和表头请不要改。",
    "带 * 的列必须填写。名册里已有的学会（按名称认）只改填了的格，空格表示不变。",
    "更名、入会、退会有日期和后果，请在学会页面办理，不在这里改。",
    "上传后先核对：新增、修改、不变各多少，错误在哪一格；确认后才写入，要么全部写入，要么都不写入。",
)


def template() -> bytes:
    """A workbook to fill in: headings, lists to choose from, how it is filled, an example."""
    return _book({title: [] for title in SHEETS})


def with_errors(lists: Lists) -> bytes:
    """The lists as they came, wrong cells marked and said in a column behind."""
    return _book({title: sheet.rows for title, sheet in lists.sheets.items()})


def _book(sheets: dict[str, list[Row]]) -> bytes:
    book = Workbook(write_only=True)
    wrong = any(row.errors for rows in sheets.values() for row in rows)
    for title, rows in sheets.items():
        _write_sheet(book, title, rows, with_errors=wrong)
    _write_guide(book, sheets)
    _write_choices(book)
    return _saved(book)


def _write_sheet(book, title: str, rows: list[Row], *, with_errors: bool) -> None:
    sheet = book.create_sheet(title)
    fields = SHEETS[title].base_fields
    sheet.freeze_panes = "A2"
    for at, field in enumerate(fields.values(), start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = WIDTH
        sheet.column_dimensions[letter].number_format = TEXT
        if (column := CHOICE_COLUMNS.get(type_key(field))) is not None:
            last = len(column[1]()) + 1
            source = f"{quote_sheetname(CHOICES)}!${column[0]}$2:${column[0]}${last}"
            offered = DataValidation(type="list", formula1=source, allow_blank=True)
            offered.error = "请从下拉列表里选择。"
            offered.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.data_validations.append(offered)
    labels = [f"{field.label}{'*' if field.required else ''}" for field in fields.values()]
    sheet.append([_cell(sheet, text, HEADING) for text in (*labels, *[ERRORS] * with_errors)])
    for row in rows:
        cells = [
            _cell(sheet, row.texts.get(name, ""), WRONG if name in row.errors else None)
            for name in fields
        ]
        said = "；".join(f"{fields[name].label}：{text}" for name, text in row.errors.items())
        sheet.append([*cells, safe(said)] if with_errors else cells)


def _cell(sheet, text: str, fill=None):
    cell = WriteOnlyCell(sheet, safe(text))
    cell.number_format = TEXT
    if fill is not None:
        cell.fill = fill
        cell.font = Font(bold=fill is HEADING)
    return cell


def _write_guide(book, titles: Iterable[str]) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.column_dimensions["A"].width = 14
    for letter in "BCDEFGHIJ":
        sheet.column_dimensions[letter].width = WIDTH
    for text in RULES:
        sheet.append([text])
    for title in titles:
        fields = SHEETS[title].base_fields.values()
        sheet.append([])
        sheet.append([_cell(sheet, text, HEADING) for text in (title, *(f.label for f in fields))])
        sheet.append(["要求", *(_demand(field) for field in fields)])
        sheet.append(["例如", *EXAMPLES[title]])


def _demand(field) -> str:
    return "；".join(text for text in ("必填" if field.required else "", field.help_text) if text)


def type_key(field) -> str:
    """Which list of words a column offers; '' for none."""
    if isinstance(field, PlaceField):
        return "所在地"
    return field.label if isinstance(field, WordField) else ""


def _words_of(title: str, name: str):
    return SHEETS[title].base_fields[name].words


# Where the words of a column stand on the hidden sheet, and what they are.
CHOICE_COLUMNS = {
    "学科": ("A", _words_of("学会", "discipline")),
    "所在地": ("B", places),
    "会员状态": ("C", _words_of("学会", "membership")),
    "党建写入章程": ("D", _words_of("学会", "charter_has_party_building")),
}


def _write_choices(book) -> None:
    sheet = book.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    sheet.append(list(CHOICE_COLUMNS))
    columns = [list(words()) for _, words in CHOICE_COLUMNS.values()]
    for number in range(max(map(len, columns))):
        sheet.append([words[number] if number < len(words) else None for words in columns])


def links(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Society, name, user name, phone, e-mail and link of each invitation."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("邀请链接")
    for letter, width in zip("ABCDEF", (32, 12, 22, 18, 26, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    headings = ("学会", "姓名", "用户名", "联系电话", "电子邮箱", "邀请链接（只显示这一次）")
    sheet.append([_cell(sheet, text, HEADING) for text in headings])
    for row in rows:
        sheet.append([safe(text) for text in row])
    return _saved(book)


def _saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
