"""What could not be loaded, as a workbook for who mends it: a sheet of files, one of cells."""

import io

from openpyxl import Workbook

from accounts import clock
from filings.enums import LoadedState
from filings.models import Mailbox
from societies.office.formulas import safe

FAILED = (LoadedState.ASKING, LoadedState.REFUSED)
FILES = {
    "序号": (6, lambda file: file.number),
    "文件": (44, lambda file: file.name),
    "学会": (28, lambda file: str(file.society or file.written)),
    "结果": (12, lambda file: file.get_state_display()),
    "原因": (50, lambda file: file.reason),
    "怎么办": (50, lambda file: file.advice),
}
CELLS = {
    "序号": (6, lambda file, remark: file.number),
    "文件": (44, lambda file, remark: file.name),
    "工作表": (18, lambda file, remark: remark["sheet"]),
    "位置": (18, lambda file, remark: remark["address"]),
    "内容": (30, lambda file, remark: remark["label"]),
    "填写": (24, lambda file, remark: remark["value"]),
    "为什么要改": (50, lambda file, remark: remark["why"]),
    "可以这样填": (40, lambda file, remark: remark["accepted"]),
}


def name_of(mailbox: Mailbox) -> str:
    return f"批量载入报告-{clock.today():%Y-%m-%d}-{mailbox.pk}.xlsx"


def workbook(mailbox: Mailbox) -> bytes:
    """The files that failed or ask something, and the cells that do: nothing of any other."""
    files = mailbox.files.filter(state__in=FAILED).defer("reading")
    files = list(files.select_related("society").prefetch_related("society__names"))
    book = Workbook(write_only=True)
    _write(book, "文件", FILES, ((file,) for file in files))
    _write(book, "单元格", CELLS, ((f, remark) for f in files for remark in f.remarks))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _write(book: Workbook, title: str, columns: dict, rows) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, (width, _) in enumerate(columns.values()):
        sheet.column_dimensions["ABCDEFGH"[index]].width = width
    sheet.append(list(columns))
    for row in rows:
        values = (value(*row) for _, value in columns.values())
        sheet.append([safe(value) if isinstance(value, str) else value for value in values])
