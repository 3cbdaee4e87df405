"""Who is told what of a filing: the words of its events and remarks (accounts.notifications tells).

The society's filers hear what staff did; the one who has a filing in hand hears of the society.
"""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.enums import NotificationKind
from accounts.models import User
from accounts.notifications import notify
from filings.differences import compare
from filings.documents import KEY
from filings.enums import Move, ReturnReason, State
from filings.kinds import get_kind
from filings.masking import cell_mask, mask_text
from societies.queries import filers_of, filers_of_society

LISTED = 8  # cells named in one notification
TAKING_BACK = (Move.RETURN, Move.CORRECT)  # moves whose maker waits for the society


def tell_of_event(event) -> None:
    """Tell those whom a move concerns; many concern nobody but who made them."""
    if write := WORDS.get(Move(event.move)):
        write(event)


def tell_of_remark(remark, comment, filing) -> None:
    """Tell of a comment or of an answer (`remark`) to it."""
    word, act = ("意见", "提出意见") if remark is comment else ("回复", "回复了意见")
    key = f"{remark._meta.model_name}-{remark.pk}"
    _tell_other_side(comment, filing, remark.by, key=key, word=word, act=act, said=remark.text)


def tell_of_resolution(comment, filing, *, by, at) -> None:
    """Tell that a comment was marked as resolved, or opened again."""
    word, act = ("已解决", "解决了意见") if comment.resolved_at else ("重新打开", "重新打开了意见")
    key = f"comment-{comment.pk}-{at.isoformat()}"
    _tell_other_side(comment, filing, by, key=key, word=word, act=act, said=comment.text)


def _tell_other_side(comment, filing, by, *, key: str, word: str, act: str, said: str) -> None:
    """What comes before the first was read joins it."""
    kind = get_kind(filing.kind)
    cell = kind.label_of(comment.path, comment.version.document)
    if by.role == kind.decides:
        people, link = _filers(filing), _to_filer(filing, comment=comment)
    else:
        people = _in_hand(filing, [comment.by_id])
        link = _to_desk(filing, f"#comment-{comment.number}")
    _tell(
        people,
        filing,
        by,
        link=link,
        kind=NotificationKind.REMARK,
        key=key,
        title=f"{filing.society}：{by}{act}",
        text=f"{word}（{cell or '整件申报'}）：{mask_text(said)}",
        joins=True,
    )


def _tell(people, filing, by, **told) -> None:
    if others := [person for person in people if person != by]:
        notify(others, topic=f"filing:{filing.pk}", **told)


def _tell_filers(event, kind, words: str, text="", **query) -> None:
    filing = event.filing
    _tell(
        _filers(filing),
        filing,
        event.by,
        kind=kind,
        key=f"event-{event.pk}",
        title=f"{filing.society}：{words}",
        text=text,
        link=_to_filer(filing, **query),
    )


def _filers(filing) -> list[User]:
    """Who fills a filing in: for the society, or from paper."""
    people = filers_of_society(filing.society_id)
    return list(dict.fromkeys([*people, filing.started_by])) if filing.on_behalf else people


def _in_hand(filing, also=()):
    """Staff who wait for this society's word: the claimer, else who returned or corrected last."""
    last = filing.events.filter(move__in=TAKING_BACK).order_by("-id").values_list("by", flat=True)
    people = [filing.claimed_by_id] if filing.claimed_by_id else last[:1]
    decides = get_kind(filing.kind).decides
    return User.objects.filter(pk__in=[*people, *also], role=decides)


def _to_filer(filing, *, comment=None, cell="") -> str:
    """To the filing, and in it to a remark or a cell wherever that is by then."""
    query = {"comment": comment.number} if comment else {"cell": cell} if cell else {}
    url = reverse("filings:overview", args=[filing.pk])
    return f"{url}?{urlencode(query)}" if query else url


def _to_desk(filing, anchor="") -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk]) + anchor


def _listed(labels) -> str:
    labels = list(dict.fromkeys(labels))
    more = f"等 {len(labels)} 处" if len(labels) > LISTED else ""
    return "、".join(labels[:LISTED]) + more


def _returned(event):
    kind = get_kind(event.filing.kind)
    text = f"{ReturnReason(event.reason).label}：{mask_text(event.text)}"
    if event.cells:
        document = event.filing.document
        text += f"\n需要修改：{_listed(kind.label_of(path, document) for path in event.cells)}"
    words = f"{kind.label}退回修改，请在{event.due:%-m月%-d日}前重新提交"
    cell = event.cells[0] if event.cells else ""
    _tell_filers(event, NotificationKind.RETURNED, words, text, cell=cell)


def _undone(event):
    words = f"{get_kind(event.filing.kind).label}的退回已撤销"
    _tell_filers(event, NotificationKind.RETURNED, words, "审核人继续审核，暂时不用修改。")


def _decided(event):
    kind, state = get_kind(event.filing.kind), State(event.to_state)
    notified = NotificationKind(state.value)
    text = f"回执号 {event.filing.receipt}，{event.version}。"
    text += mask_text(event.text) or kind.outcome
    _tell_filers(event, notified, f"{kind.label}{kind.word(state)}", text)


def _corrected(event):
    kind, version = get_kind(event.filing.kind), event.version
    before = event.filing.versions.get(number=version.number - 1)
    shown = cell_mask(kind)
    lines = [
        f"{kind.label_of(path, version.normalized)}："
        f"{shown(path, was) or '（空）'} → {shown(path, now) or '（空）'}"
        for path, (was, now) in compare(before.normalized, version.normalized).cells.items()
    ]
    lines.append(f"原因：{mask_text(event.text)}")
    lines.append("不同意的，请在申报中写明意见；意见解决之前不会批准。")
    words = f"审核人更正了{kind.label}中的明显笔误"
    _tell_filers(event, NotificationKind.ENTERED, words, "\n".join(lines))


def _entered(event):
    """A paper filing that staff type: begun, or submitted by them."""
    filing = event.filing
    if not filing.on_behalf or event.by_id != filing.started_by_id:
        return
    label = get_kind(filing.kind).label
    if event.move == Move.START:
        words = f"{event.by.get_role_display()}开始按纸质材料代填{label}"
        text = "您可以查看，也可以接着填写并提交。"
    else:
        words = f"{event.by.get_role_display()}已代为提交{label}"
        text = f"回执号 {filing.receipt}。请核对内容，有不对的请写明意见。"
    _tell_filers(event, NotificationKind.ENTERED, words, text)


def _resubmitted(event):
    """To who sent it back."""
    filing, version = event.filing, event.version
    kind = get_kind(filing.kind)
    before = filing.versions.get(number=version.number - 1)
    found = compare(before.normalized, version.normalized)
    labels = [kind.label_of(path, version.normalized) for path in found.cells]
    labels += [
        kind.label_of(f"{group}/{row[KEY]}", version.normalized) for group, row in found.added
    ]
    labels += [
        kind.label_of(f"{group}/{row[KEY]}", before.normalized) for group, row in found.removed
    ]
    _tell(
        _in_hand(filing),
        filing,
        event.by,
        kind=NotificationKind.RESUBMITTED,
        key=f"event-{event.pk}",
        title=f"{filing.society}：{kind.label}重新提交，{version}",
        text=f"与上一版不同：{_listed(labels)}" if labels else "与上一版相同。",
        link=_to_desk(filing),
    )


def _released(event):
    """To who had it in hand."""
    words = f"{event.by}强制放回了您认领的{get_kind(event.filing.kind).label}"
    _tell_claimer(event, words, f"原因：{mask_text(event.text)}")


def _left(event):
    """To the filers; to who had it in hand."""
    words = f"{get_kind(event.filing.kind).label}已作废"
    text = mask_text(event.text)
    _tell_filers(event, NotificationKind.TAKEN, words, text)
    if event.from_state == State.IN_REVIEW:
        _tell_claimer(event, words, text)


def _tell_claimer(event, words: str, text: str) -> None:
    filing = event.filing
    claims = filing.events.filter(move=Move.CLAIM).order_by("-id")
    _tell(
        User.objects.filter(pk__in=claims.values("by")[:1]),
        filing,
        event.by,
        kind=NotificationKind.TAKEN,
        key=f"event-{event.pk}",
        title=f"{filing.society}：{words}",
        text=text,
        link=_to_desk(filing),
    )


WORDS = {
    Move.RETURN: _returned,
    Move.UNDO: _undone,
    Move.APPROVE: _decided,
    Move.REFUSE: _decided,
    Move.CORRECT: _corrected,
    Move.START: _entered,
    Move.SUBMIT: _entered,
    Move.RESUBMIT: _resubmitted,
    Move.FORCE_RELEASE: _released,
    Move.LEAVE: _left,
}


def tell_of_extension(extension) -> None:
    """Tell the filers of all societies that have more time."""
    moved = extension.rows.order_by().values("obligation__society")
    notify(
        filers_of(moved),
        kind=NotificationKind.EXTENDED,
        key=f"extension-{extension.pk}",
        title=f"{extension.cycle.title}展期至{extension.until:%Y年%-m月%-d日}",
        text=f"原因：{extension.reason}",
        link=reverse("home:home"),
    )
