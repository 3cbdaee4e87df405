"""Reads an .xls from standard input, in a process of its own (workbooks.read_xls runs it by its
path): the library asks for as much memory as a damaged file names, and where that is not to be had
its process ends. Writes (title, first place, merged ranges, rows) of the visible sheets, and the
titles of hidden ones; the rows are None where there are too many places."""

import io
import pickle
import resource
import sys

import python_calamine

MEMORY, SECONDS = 512 * 1024 * 1024, 4  # a filled file takes a tenth
PASSWORD = 3  # exit status


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most_sheets, most_places = map(int, sys.argv[1:])
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except python_calamine.PasswordError:
        sys.exit(PASSWORD)
    visible = [
        found.name
        for found in book.sheets_metadata
        if found.visible == python_calamine.SheetVisibleEnum.Visible
        and found.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    hidden = [
        found.name
        for found in book.sheets_metadata
        if found.visible == python_calamine.SheetVisibleEnum.Hidden
    ]
    read = []
    for title in visible[:most_sheets]:
        sheet = book.get_sheet_by_name(title)
        fits = sheet.height * sheet.width <= most_places
        rows = sheet.to_python(skip_empty_area=True) if fits else None
        read.append((title, sheet.start or (0, 0), sheet.merged_cell_ranges or (), rows))
    sys.stdout.buffer.write(pickle.dumps((read, hidden[:most_sheets])))


if __name__ == "__main__":
    main()
