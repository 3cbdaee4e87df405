"""What stands between a file that was read and a filing: whose it is, whether that society may
file, which cells ask something. One function decides; reading, answering and confirming call it."""

import copy
from dataclasses import asdict, dataclass

from django.db.models import Q

from accounts import clock
from accounts.masking import mask_phone
from accounts.prepared import Prepared
from filings import actions, drafts
from filings.documents import empty_document, find_row, set_cell
from filings.enums import OPEN, Asked, LoadedState, State
from filings.fields.base import CellContext, society_context
from filings.kinds import Kind, get_kind
from filings.models import Filing, MailboxFile
from filings.papers.merging import NEW, Choice, FileCell, FileRow, Merge, changes, merge
from filings.papers.reading import FileReading
from filings.rules import filing_window_problem


@dataclass(frozen=True)
class Remark:
    """A cell (or a row, whose person is in doubt) that asks something: where it stands in the file,
    what it says, why that is not enough, what is accepted. `choices` are (text, label) pairs."""

    place: str
    sheet: str
    address: str
    label: str
    value: str
    why: str
    accepted: str
    choices: tuple[tuple[str, str], ...]


def assess(file: MailboxFile, *, by) -> Filing | None:
    """Decide where a file stands now that it was read, answered or is to be confirmed by somebody.
    Sets its state and what it asks; saves nothing. Gives the draft that the file fills, not saved
    either; None where it fills none."""
    kind = get_kind(file.mailbox.kind)
    file.asked = file.reason = file.advice = ""
    merged, draft = _merged(file, kind, by=by)
    file.remarks = [asdict(remark) for remark in _remarks(merged, draft, file, kind)]
    if file.society is None:
        file.state, file.asked = LoadedState.ASKING, Asked.SOCIETY
        file.reason = _unknown(file)
        return None
    if problem := society_problem(kind, file.society, file.mailbox.cycle):
        file.state, (file.reason, file.advice) = LoadedState.REFUSED, problem
        file.remarks = []
        return None
    if twin := _twin(file):
        ask_which(file, twin)
        return None
    if file.remarks:
        file.state, file.asked = LoadedState.ASKING, Asked.CELLS
        file.reason = f"有 {len(file.remarks)} 格要回答。"
    else:
        file.state = LoadedState.READY
        if unplaced := file.reading["unplaced"]:
            file.reason = f"有 {len(unplaced)} 处内容没有放进表里，请打开文件核对。"
    _fill(draft, file, merged, kind, by=by)
    return draft


def ask_which(file: MailboxFile, twin: MailboxFile) -> None:
    """Let a file ask which of two of one society is meant. Saves nothing."""
    file.state, file.asked = LoadedState.ASKING, Asked.TWIN
    file.reason = f"这次载入的“{twin.name}”也是{file.society}的，用哪一个？"
    file.advice = "请把不用的那个设为“不用这个文件”，或者打开要用的那个按“重新核对”。"


def _unknown(file) -> str:
    if not file.written:
        return "看不出是哪个学会：表中和文件名里都没有名册中的学会名称。"
    if file.proposals:
        return f"名册中没有“{file.written}”，有名称相近的，请确认是哪个学会。"
    return f"名册中没有“{file.written}”，也没有名称相近的。"


_in_the_way = Prepared(
    lambda society, kind, cycle: Filing.objects.filter(
        (Q(cycle=cycle) & ~Q(state=State.DISCARDED)) | Q(state__in=OPEN),
        society=society,
        kind=kind,
    ).light()
)


def society_problem(kind: Kind, society, cycle) -> tuple[str, str] | None:
    """Why nothing can be loaded for a society now, and what to do; None where it can."""
    problem = filing_window_problem(kind, society=society, cycle=cycle, on=clock.today())
    if problem:
        return problem, "如果不是这个学会的文件，请选择正确的学会。"
    there = _in_the_way(society.pk, kind.code, cycle.pk)
    if not there:
        return None
    filing = next((one for one in there if one.cycle_id == cycle.pk), there[0])
    state = State(filing.state)
    reason = f"{society}已有一件申报（{filing.receipt or state.label}），状态是“{state.label}”。"
    if state == State.APPROVED:
        return reason, "已批准的不再载入。"
    if state in (State.DRAFT, State.RETURNED):
        who = "代填的人" if filing.on_behalf else "学会"
        return reason, f"请{who}在填报页上传这个文件。"
    return reason, "请在审核台办理；需要修改的，退回后由学会上传这个文件。"


_UNUSED = (LoadedState.WAITING, LoadedState.REFUSED, LoadedState.KNOWN)
_USED = [state for state in LoadedState if state not in _UNUSED]
_others = Prepared(
    lambda mailbox, society: (
        MailboxFile.objects.filter(mailbox=mailbox, society=society, state__in=_USED)
        .only("name", "asked", "state")
        .order_by("number")
    )
)


def _twin(file) -> MailboxFile | None:
    """Another file of this mailbox for the same society. Once somebody has looked at a file, those
    that still ask which of them is meant do not count."""
    is_new = file.state == LoadedState.WAITING
    others = _others(file.mailbox_id, file.society.pk)
    counting = (one for one in others if is_new or one.asked != Asked.TWIN)
    return next((one for one in counting if one.pk != file.pk), None)


def _merged(file, kind, *, by) -> tuple[Merge, Filing | None]:
    """The file, as it was answered, beside the draft that it would fill."""
    said = copy.deepcopy(file.reading) if file.meanings else file.reading
    reading = FileReading.from_json(said)
    for place, text in file.meanings.items():
        if place.count("/") != 1:
            set_cell(reading.document, place, text)
    if file.society is None:
        blank = empty_document(reading.document["rows"])
        return merge(blank, reading, kind, CellContext(today=clock.today())), None
    filing = actions.fresh(kind, society=file.society, cycle=file.mailbox.cycle, by=by)
    context = society_context(file.society, clock.today())
    return merge(filing.document, reading, kind, context), filing


def _fill(draft, file, merged: Merge, kind: Kind, *, by) -> None:
    """Write into a draft what is taken of a file."""
    choice = _choice(file, merged, kind)
    if file.meanings:  # the cells as they were read: the answers are written over them
        context = society_context(file.society, clock.today())
        merged = merge(draft.document, FileReading.from_json(file.reading), kind, context)
    drafts.write(draft, by=by, at=clock.now(), **changes(merged, choice))


def _choice(file, merged: Merge, kind: Kind) -> Choice:
    """What is taken of a file: all that is proposed, as it was answered. The register's name of the
    society stays, unless a new one was asked for."""
    places = {cell.place for cell in merged.all_cells() if cell.is_proposed}
    if not file.takes_name:
        places.discard(kind.society_cell)
    rows = {place for place in file.meanings if place.count("/") == 1}
    return Choice(
        places=frozenset(places),
        meanings={p: text for p, text in file.meanings.items() if p not in rows},
        people={place: file.meanings[place] for place in rows},
    )


def _remarks(merged: Merge, filing, file, kind) -> list[Remark]:
    doubts = [
        _cell_remark(cell, kind, file.reading["document"])
        for cell in merged.all_cells()
        if not (cell.is_same or cell.is_understood)
    ]
    people = [
        _person_remark(row, filing, file.reading["sources"])
        for row in merged.rows
        if row.namesakes and row.place not in file.meanings
    ]
    return doubts + people


def _cell_remark(cell: FileCell, kind: Kind, document: dict) -> Remark:
    field = kind.field(cell.place)
    choices = tuple((choice.text, choice.label) for choice in cell.reading.choices)
    labels = "；".join(label for _, label in choices)
    return Remark(
        place=cell.place,
        sheet=cell.source.sheet,
        address=cell.source.address,
        label=kind.label_of(cell.place, document),
        value=cell.text,
        why=cell.reading.message,
        accepted=labels or f"{field.what}{field.accepted}",
        choices=choices,
    )


def _person_remark(row: FileRow, filing, sources: dict) -> Remark:
    """Whether a namesake in the ledger is the person of this row."""
    choices = []
    for key in row.namesakes:
        held = find_row(filing.document, row.group.name, key)
        known = next((held[name] for name in row.group.same_by if held.get(name)), "")
        aside = f"（{mask_phone(known)}）" if known else ""
        choices.append((key, f"就是台账中的{row.title}{aside}"))
    choices.append((NEW, "是另一个人"))
    source = sources[row.cells[0].place]
    return Remark(
        place=row.place,
        sheet=source["sheet"],
        address=source["address"],
        label=f"{row.group.label} {row.title}",
        value=row.title,
        why="台账中有同名的人，手机号码和出生年月都对不上。",
        accepted="；".join(label for _, label in choices),
        choices=tuple(choices),
    )
