"""Every change to a mailbox and its files. A worker goes from file to file, each in a transaction
of its own: killed anywhere, it goes on where it stopped, and two at once do nothing twice."""

import hashlib
import logging
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import Case, F, Q, Value, When
from django_tasks import task

from accounts import clock
from accounts.prepared import Prepared
from filings import actions
from filings.enums import Asked, LoadedState, State
from filings.file_actions import begin_with_file
from filings.kinds import get_kind
from filings.locking import held_society
from filings.mailbox.assessing import ask_which, assess
from filings.mailbox.matching import match
from filings.mailbox.queries import READ
from filings.mailbox.unpacking import Packed, unpack
from filings.models import Mailbox, MailboxFile
from filings.papers.reading import read
from filings.rules import MoveNotAllowed
from societies.models import Society
from societies.office.refusals import Refused
from societies.queries import read_names

logger = logging.getLogger(__name__)

MOST_TRIES = 3  # a file in whose reading workers die is given up
RUNNING = [state for state in LoadedState if state.is_running]
CONFIRMABLE = Q(state=LoadedState.READY) | Q(state=LoadedState.ASKING, asked=Asked.CELLS)
IN_USE = (LoadedState.CONFIRMING, LoadedState.CONFIRMED)
# What a confirmation changes; what was read is big, and stays.
DECIDED = "state asked reason advice tries remarks filing confirmed_at".split()
ANSWERABLE = (LoadedState.READY, LoadedState.ASKING, LoadedState.REFUSED)


def load(uploads, *, kind: str, cycle, by, name: str) -> Mailbox:
    """Take in what was uploaded, as (name, file) pairs; `work` then reads it. Raises Refused where
    there is nothing in it, or too much."""
    packed, skipped = unpack(uploads)
    with transaction.atomic():
        mailbox = Mailbox.objects.create(
            cycle=cycle, kind=kind, name=name[:255], by=by, at=clock.now(), skipped=skipped
        )
        files = [_keep(mailbox, number, piece) for number, piece in enumerate(packed, 1)]
        MailboxFile.objects.bulk_create(files)
    return mailbox


def _keep(mailbox, number: int, piece: Packed) -> MailboxFile:
    """Keep the bytes of a file; gives what is to be saved of it."""
    file = MailboxFile(mailbox=mailbox, number=number, name=piece.name, size=piece.size)
    try:
        data = piece.read()
    except Refused as refusal:
        _refuse(file, refusal.reason, refusal.advice)
    else:
        file.sha256 = hashlib.sha256(data).hexdigest()
        if not default_storage.exists(file.place):
            default_storage.save(file.place, ContentFile(data))
    return file


def _refuse(file, reason: str, advice: str) -> None:
    file.state, file.reason, file.advice = LoadedState.REFUSED, reason, advice


@task()
def work(mailbox: int) -> None:
    """Do what is to be done with each file of a mailbox."""
    running = MailboxFile.objects.filter(mailbox=mailbox, state__in=RUNNING).defer(*READ)
    while files := list(running.select_related("mailbox").order_by("tries", "number")):
        for file in files:
            _try(file)


def _try(file) -> None:
    """Do it with one, unless another worker has it."""
    untouched = MailboxFile.objects.filter(pk=file.pk, state=file.state, tries=file.tries)
    if not untouched.update(tries=F("tries") + 1):
        return
    if file.tries >= MOST_TRIES:
        return _give_up(file.pk, "处理这个文件时程序几次中断。")
    try:
        (_confirm if file.state == LoadedState.CONFIRMING else _read)(file)
    except OperationalError:
        raise  # the database is away or busy: no fault of the file
    except Exception:
        logger.exception("File %s of mailbox %s", file.pk, file.mailbox_id)
        _give_up(file.pk, "处理这个文件时程序出错。")


def _give_up(pk: int, reason: str) -> None:
    advice = "请打开看看，另存为 .xlsx 或 .docx 后再载入。"
    MailboxFile.objects.filter(pk=pk, state__in=RUNNING).update(
        state=LoadedState.REFUSED, reason=reason, advice=advice, tries=0
    )


_file = Prepared(
    lambda pk: (
        MailboxFile.objects.filter(pk=pk)
        .select_related("mailbox__cycle", "mailbox__by", "confirmed_by", "society__support_unit")
        .select_for_update(of=("self", "mailbox"))
    )
)


def _locked(pk: int) -> MailboxFile:
    """A file under the lock of its mailbox: two files of one society must see each other."""
    return _file.get(pk)


def _read(file) -> None:
    known = _same_file(file)
    if known and _names_another(file, known):
        known = None
    is_done = known is not None and (known.mailbox_id == file.mailbox_id or known.state in IN_USE)
    reading = refusal = None
    if not is_done:
        try:
            with file.open() as kept:
                reading = read(kept.read(), get_kind(file.mailbox.kind))
        except Refused as why:
            refusal = why
    with transaction.atomic():
        file = _locked(file.pk)
        if file.state != LoadedState.WAITING:
            return
        file.tries, file.same_as = 0, known
        if is_done:
            file.state, file.society = LoadedState.KNOWN, known.society
        elif refusal:
            _refuse(file, refusal.reason, refusal.advice)
        else:
            _note(file, reading)
            _assess(file, by=file.mailbox.by)
            if file.asked == Asked.TWIN:
                _ask_the_other(file)
        file.save()


def _ask_the_other(file) -> None:
    """The first of two files of a society is no better than the second: it asks the same, unless
    somebody confirmed it."""
    ready = MailboxFile.objects.filter(
        mailbox=file.mailbox_id, society=file.society, state=LoadedState.READY
    )
    for other in ready.select_related("society").defer(*READ):
        ask_which(other, file)
        other.save(update_fields=DECIDED)


def _assess(file, *, by) -> None:
    """Decide where a file stands, and count what is in the way of submitting what it fills."""
    draft = assess(file, by=by)
    if file.state == LoadedState.READY:
        file.missing = len(actions.check(draft).blocking(draft.answers))


@Prepared
def _loaded_before(sha256, kind, cycle, pk):
    loaded = MailboxFile.objects.filter(
        sha256=sha256, mailbox__kind=kind, mailbox__cycle=cycle, pk__lt=pk
    )
    loaded = loaded.exclude(filing__state=State.DISCARDED)
    loaded = loaded.exclude(state__in=[LoadedState.REFUSED, LoadedState.KNOWN])
    in_use = Case(When(state__in=IN_USE, then=Value(0)), default=Value(1))
    return loaded.defer("reading").select_related("society").order_by(in_use, "pk")[:1]


def _same_file(file) -> MailboxFile | None:
    """A file with the same bytes that was loaded before and not in vain: one that became a filing
    rather than one that waits."""
    return _loaded_before.first(file.sha256, file.mailbox.kind, file.mailbox.cycle_id, file.pk)


def _names_another(file, known: MailboxFile) -> bool:
    """Whether equal tables that name no society are another's by the name of their file: the blank
    form comes from many."""
    if known.written:
        return False
    society = match("", file.name).society
    return society is not None and society != known.society_id


_society = Prepared(lambda pk: Society.objects.filter(pk=pk).select_related("support_unit"))


def _note(file, reading) -> None:
    file.reading = reading.as_json()
    cell = get_kind(file.mailbox.kind).society_cell
    file.written = reading.document["cells"].get(cell, "").strip()[:200]
    found = match(file.written, file.name)
    file.society = _society.first(found.society) if found.society else None
    if file.society:
        read_names(file.society)
    file.proposals = list(found.proposals)


@transaction.atomic
def answer(pk: int, *, by, society=None, takes_name=False, meanings=None) -> MailboxFile:
    """Say whose a file is, and what its doubtful cells mean: `meanings` maps places to texts.
    Raises MoveNotAllowed where nothing is to answer any more."""
    file = _locked(pk)
    if file.state not in ANSWERABLE or file.reading is None:
        raise MoveNotAllowed(f"这个文件现在是“{file.get_state_display()}”，不能再回答。")
    if society is not None:
        file.society = society
    elif file.society:
        read_names(file.society)
    file.takes_name = takes_name
    file.meanings |= meanings or {}
    _assess(file, by=by)
    file.save()
    return file


@transaction.atomic
def set_aside(pk: int, *, by) -> MailboxFile:
    """Do not use a file; the last one left of its society needs no answer any more. Raises
    MoveNotAllowed where it became a filing already."""
    file = _locked(pk)
    if file.state not in (LoadedState.READY, LoadedState.ASKING):
        raise MoveNotAllowed(f"这个文件现在是“{file.get_state_display()}”，不能改为不用。")
    file.asked = ""
    _refuse(file, f"{by}决定不用这个文件。", "仍要使用的，打开后按“重新核对”。")
    file.save()
    left = file.mailbox.files.filter(society=file.society_id, asked=Asked.TWIN)
    if file.society_id and left.count() == 1:
        answer(left.values_list("pk", flat=True).get(), by=by)
    return file


@transaction.atomic
def confirm(mailbox: Mailbox, numbers, *, by, submits: bool) -> int:
    """Let `work` make filings of files: drafts, or submissions where `submits` and the checks allow
    it. Gives how many it will be; those that are not ready (any more) are left."""
    files = mailbox.files.filter(CONFIRMABLE, number__in=numbers)
    return files.update(state=LoadedState.CONFIRMING, confirmed_by=by, submits=submits, tries=0)


def _confirm(file) -> None:
    try:
        with transaction.atomic():
            _become_filing(_locked(file.pk))
    except MoveNotAllowed as why:
        with transaction.atomic():
            file = _locked(file.pk)
            if file.state == LoadedState.CONFIRMING:
                _refuse(file, str(why), "")
                file.save()


def _become_filing(file) -> None:
    if file.state != LoadedState.CONFIRMING:
        return
    by = file.confirmed_by
    file.society = held_society(file.society_id)
    draft = assess(file, by=by)
    if draft is not None:
        begin_with_file(draft, by=by, name=file.name, sha256=file.sha256)
        if file.submits:
            with suppress(actions.NotSubmittable):  # it stays a draft, with what is missing
                actions.submit_held(draft, by=by)
        file.filing, file.state, file.confirmed_at = draft, LoadedState.CONFIRMED, clock.now()
        file.asked = file.reason = file.advice = ""
    file.tries = 0
    file.save(update_fields=DECIDED)
