"""What a filled file would change in a draft: every text of the file beside what the draft holds,
and how it is understood. Nothing is written here; filings.file_actions does that.

A place is the path of a cell or row in the file's own document. Where it goes in the draft is known
once its row has been matched: rows are the same by name and one more cell (Group.same_by), and
nobody leaves a draft because a file lacks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from filings.documents import KEY, is_blank
from filings.fields.base import AMBIGUOUS, OK, CellContext, Reading
from filings.kinds import Group, Kind
from filings.papers.reading import Entry, FileReading, Source, bind
from filings.progress import row_title
from filings.schemas import Schema

NEW = "new"  # the answer that a namesake is somebody else


class FileCell(NamedTuple):
    """A text of the file. `was` stands in the draft's cell, empty in a new row."""

    place: str
    was: str
    text: str
    reading: Reading
    source: Source
    is_same: bool  # the draft says so already, if in another spelling
    schema: Schema  # of its row

    @property
    def name(self) -> str:
        return self.place.rpartition("/")[2]

    @property
    def label(self) -> str:
        return self.schema.base_fields[self.name].label

    @property
    def spelled(self) -> str:
        """The canonical spelling of what was understood, else the text itself."""
        return self.schema.canonical_text(self.name)

    @property
    def is_question(self) -> bool:
        return self.reading.kind == AMBIGUOUS

    @property
    def is_understood(self) -> bool:
        return self.reading.kind == OK

    @property
    def is_proposed(self) -> bool:
        """Whether it is taken unless somebody says otherwise: a text that was not understood never
        takes the place of another."""
        return not self.is_same and (self.is_understood or not self.was.strip())


@dataclass(frozen=True)
class FileRow:
    """A row of the file. `key` is the draft's row that it is about, None where it is a new one.
    `namesakes` are keys of rows that bear the same name and agree in nothing else: somebody must
    say whether it is one of them; a single one is what the cells are compared with."""

    place: str
    group: Group
    title: str
    key: str | None
    namesakes: tuple[str, ...]
    cells: list[FileCell]

    @property
    def is_same(self) -> bool:
        return bool(self.key) and all(cell.is_same for cell in self.cells)


@dataclass(frozen=True)
class Merge:
    """`absent` are the draft's rows that the file lacks, as (group, row): they stay."""

    cells: list[FileCell]
    rows: list[FileRow]
    absent: list[tuple[Group, dict]]
    unplaced: list[Entry]

    def all_cells(self) -> list[FileCell]:
        return [*self.cells, *(cell for row in self.rows for cell in row.cells)]

    @property
    def is_clear(self) -> bool:
        """Whether all that is new was understood and every row has its person."""
        doubtful = any(not cell.is_same and not cell.is_understood for cell in self.all_cells())
        return not doubtful and not any(row.namesakes for row in self.rows)


@dataclass(frozen=True)
class Choice:
    """What is taken of a file. `places`: which cells, None for all that are proposed. `meanings`:
    the chosen spelling of questions by place. `people`: for rows with namesakes the key of the
    draft's row, or NEW; unanswered they are new. `seen`: by place, the draft's text that the person
    saw; a cell that has become something else meanwhile is asked about."""

    places: frozenset[str] | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] | None = None


EVERYTHING = Choice()


def merge(document: dict, reading: FileReading, kind: Kind, context: CellContext) -> Merge:
    """A draft's document and what a file says. `context`: society_context of its society."""
    held, read = bind(document, kind, context), bind(reading.document, kind, context)
    groups = [group for section in kind.sections for group in section.groups]
    rows, absent = [], []
    for group in groups:
        theirs = dict(held.rows[group.name])
        matched = _matched(group, theirs, read.rows[group.name])
        for key, schema in read.rows[group.name]:
            mine, namesakes = matched[key]
            place = f"{group.name}/{key}"
            beside = mine or (namesakes[0] if len(namesakes) == 1 else None)
            cells = _cells(schema, theirs.get(beside), reading.sources, place + "/")
            title = row_title(schema.texts, group)
            rows.append(FileRow(place, group, title, mine, namesakes, cells))
        found = {mine for mine, _ in matched.values()}
        absent += [
            (group, row)
            for row in document["rows"].get(group.name, [])
            if row[KEY] not in found and not is_blank(row)
        ]
    cells = _cells(read.cells, held.cells, reading.sources, "")
    return Merge(cells, rows, absent, reading.unplaced)


def _cells(schema: Schema, held: Schema | None, sources, prefix: str) -> list[FileCell]:
    """The texts of a row, or of the single cells; what the file leaves blank says nothing."""
    return [
        FileCell(
            place=prefix + name,
            was=held.texts.get(name, "") if held else "",
            text=schema.texts[name],
            reading=schema.readings[name],
            source=sources[prefix + name],
            is_same=held is not None and _says(held, name) == _says(schema, name),
            schema=schema,
        )
        for name in schema.base_fields
        if schema.texts.get(name, "").strip()
    ]


def _says(schema: Schema, name: str) -> str:
    """What a cell says, whatever its spelling."""
    reading = schema.readings[name]
    return reading.value if reading.kind == OK else "".join(schema.texts.get(name, "").split())


def _matched(group: Group, held: dict[str, Schema], rows) -> dict[str, tuple]:
    """(key in the draft or None, keys of namesakes) of each of the file's rows, by its key. Those
    that are sure come first, so that a namesake is not taken from the one who it is."""
    found, free = {}, dict(held)
    for sure in (True, False):
        for key, schema in rows:
            if key in found:
                continue
            named = [k for k in free if _says(free[k], group.title) == _says(schema, group.title)]
            same = [k for k in named if _agree(group, free[k], schema)]
            if key in free:  # this very row was taken before
                same = [key]
            if len(same) == 1:
                found[key] = same[0], ()
                del free[same[0]]
            elif not sure:
                found[key] = None, tuple(named) if _says(schema, group.title) else ()
    return found


def _agree(group: Group, one: Schema, other: Schema) -> bool:
    """Whether two rows of one name also agree in a cell that only one person has."""
    if not group.same_by:
        return True
    return any(
        _says(one, name) and _says(one, name) == _says(other, name) for name in group.same_by
    )


def changes(merged: Merge, choice: Choice = EVERYTHING) -> dict:
    """The arguments of filings.actions.save_draft that write what was chosen."""
    made = {"cells": {}, "meanings": {}, "seen": {}, "new_rows": []}
    for cell in merged.cells:
        if _is_taken(cell, choice):
            _write(made, cell, cell.place, choice)
    for row in merged.rows:
        target = _target(row, choice)
        is_new = target == row.place
        before = len(made["cells"])
        for cell in row.cells:
            if is_new and row.namesakes:  # beside another person's row; none of it is there yet
                if _is_chosen(row, choice):
                    _write(made, cell._replace(was=""), f"{target}/{cell.name}", choice, seen="")
            elif _is_taken(cell, choice):
                _write(made, cell, f"{target}/{cell.name}", choice)
        if is_new and len(made["cells"]) > before:
            made["new_rows"].append(target)
    return made if choice.seen is not None else made | {"seen": None}


def _is_taken(cell: FileCell, choice: Choice) -> bool:
    if cell.is_same:
        return False
    if choice.places is None:
        return cell.is_proposed or cell.place in choice.meanings
    return cell.place in choice.places or cell.place in choice.meanings


def _is_chosen(row: FileRow, choice: Choice) -> bool:
    """Whether a namesake's row is taken: as a whole, where it is somebody else."""
    return choice.places is None or choice.people.get(row.place) == NEW


def _write(made: dict, cell: FileCell, path: str, choice: Choice, seen: str | None = None) -> None:
    if seen is None:
        seen = (choice.seen or {}).get(cell.place, "")
    meaning = choice.meanings.get(cell.place)
    made["seen"][path] = seen
    made["cells"][path] = cell.text
    if meaning and (choice.seen is None or cell.was == seen):
        made["meanings"][path] = meaning
    elif meaning:  # the cell became something else meanwhile: that is asked first
        made["cells"][path] = meaning


def _target(row: FileRow, choice: Choice) -> str:
    """Where a row goes in the draft; a new one keeps the key that it was read under."""
    answer = choice.people.get(row.place, NEW)
    key = row.key or (answer if answer in row.namesakes else None)
    return f"{row.group.name}/{key}" if key else row.place
