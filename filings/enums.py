"""The one lifecycle of every kind of filing: its states, its moves, and who makes which."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    """Labels are those of the desk; `for_secretary` gives the filer's words."""

    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待审核"
    IN_REVIEW = "in_review", "审核中"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不予批准"
    DISCARDED = "discarded", "已作废"

    @property
    def for_secretary(self) -> str:
        return {State.SUBMITTED: "已提交，待审核", State.RETURNED: "退回，待修改"}.get(
            self, self.label
        )

    @property
    def is_open(self) -> bool:
        return self in OPEN


OPEN = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED)
EDITABLE = (State.DRAFT, State.RETURNED)
WAITING = (State.SUBMITTED, State.IN_REVIEW)


class Move(models.TextChoices):
    START = "start", "开始填报"
    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    CLAIM = "claim", "认领"
    RELEASE = "release", "放回"
    RETURN = "return", "退回修改"
    RESUBMIT = "resubmit", "重新提交"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不予批准"
    DISCARD = "discard", "作废"
    UNDO = "undo", "撤销退回"
    FORCE_RELEASE = "force", "强制放回"
    CORRECT = "correct", "更正"
    RECEIVE = "receive", "登记原件已收"  # leaves the filing where it is, as does
    UNRECEIVE = "unreceive", "撤销原件已收"
    TAKE_FILE = "take_file", "填入文件"
    LEAVE = "leave", "退会作废"


SUBMISSIONS = (Move.SUBMIT, Move.RESUBMIT)
RECEPTIONS = (Move.RECEIVE, Move.UNRECEIVE)


class Actor(models.TextChoices):
    """Who stands behind a move, resolved by `rules.check_actor`."""

    FILER = "filer", "本学会的填报人"
    DECIDER = "decider", "有权审核的人"
    CLAIMER = "claimer", "认领人"
    RETURNER = "returner", "退回的人"
    ADMINISTRATOR = "administrator", "管理员"


@dataclass(frozen=True)
class Step:
    """A legal move: from which states, to which, by whom."""

    sources: tuple[State, ...]
    target: State
    actor: Actor


STEPS: dict[Move, Step] = {
    Move.SUBMIT: Step((State.DRAFT,), State.SUBMITTED, Actor.FILER),
    Move.WITHDRAW: Step((State.SUBMITTED,), State.DRAFT, Actor.FILER),
    Move.CLAIM: Step((State.SUBMITTED,), State.IN_REVIEW, Actor.DECIDER),
    Move.RELEASE: Step((State.IN_REVIEW,), State.SUBMITTED, Actor.CLAIMER),
    Move.RETURN: Step((State.IN_REVIEW,), State.RETURNED, Actor.CLAIMER),
    Move.RESUBMIT: Step((State.RETURNED,), State.SUBMITTED, Actor.FILER),
    Move.APPROVE: Step((State.IN_REVIEW,), State.APPROVED, Actor.CLAIMER),
    Move.REFUSE: Step((State.IN_REVIEW,), State.REFUSED, Actor.CLAIMER),
    Move.DISCARD: Step((State.DRAFT, State.RETURNED), State.DISCARDED, Actor.FILER),
    Move.UNDO: Step((State.RETURNED,), State.IN_REVIEW, Actor.RETURNER),
    Move.FORCE_RELEASE: Step((State.IN_REVIEW,), State.SUBMITTED, Actor.ADMINISTRATOR),
    # A corrected version waits for another reviewer.
    Move.CORRECT: Step((State.IN_REVIEW,), State.SUBMITTED, Actor.CLAIMER),
    # What is open when the society leaves the association ends with it.
    Move.LEAVE: Step(OPEN, State.DISCARDED, Actor.ADMINISTRATOR),
}


class ReturnReason(models.TextChoices):
    INCOMPLETE = "incomplete", "内容不完整"
    INCONSISTENT = "inconsistent", "前后不一致"
    AGAINST_RULES = "against_rules", "与规定不符"
    UNCLEAR = "unclear", "填写不清楚"
    OTHER = "other", "其他"


class Level(models.TextChoices):
    """Four kinds of finding; the words are fixed on every page."""

    ERROR = "error", "必须修改"
    QUESTION = "question", "请您确认"
    WARNING = "warning", "请说明"
    OK = "ok", "符合"


class Gone(models.TextChoices):
    """Why a row that came from the ledger is removed."""

    LEFT = "left", "离开"
    MISTAKE = "mistake", "误填"


class Purpose(models.TextChoices):
    """What a file beside the document is for."""

    STAMPED = "stamped", "盖章件"
    EVIDENCE = "evidence", "证明材料"
    PROJECT = "project", "项目材料"


class ContentType(models.TextChoices):
    """How attached files are kept; what a telephone sends as HEIC becomes JPEG."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPG"
    PNG = "image/png", "PNG"


class ScanNeed(models.TextChoices):
    """Whether a cycle asks for the sealed paper as a scan, and before what."""

    NOT_NEEDED = "not_needed", "不需要"
    SUBMISSION = "submission", "提交前"
    APPROVAL = "approval", "批准前"


class ScanState(models.TextChoices):
    """What is there of the sealed paper, held against the last version."""

    NONE = "none", "未上传"
    PENDING = "pending", "正在识别"
    NO_CODE = "no_code", "未识别到二维码，请人工核对"
    OLD = "old", "盖章件与现版本不一致"
    FOREIGN = "foreign", "是另一件申报的盖章件"
    MATCHES = "matches", "与现版本一致"
    RECEIVED = "received", "原件已收"

    @property
    def shape(self) -> str:
        """Of its tag (templates/components/status_tag.html)."""
        return {
            ScanState.NONE: "ring",
            ScanState.PENDING: "half",
            ScanState.NO_CODE: "triangle",
            ScanState.OLD: "alert",
            ScanState.FOREIGN: "alert",
        }.get(self, "tick")


SCAN_SETTLED = (ScanState.MATCHES, ScanState.RECEIVED)
# With these nothing is approved; what no code tells, the reviewer's eyes do.
SCAN_WANTING = (ScanState.NONE, ScanState.OLD, ScanState.FOREIGN)


class LoadedState(models.TextChoices):
    """Where a file of a loaded mailbox stands."""

    WAITING = "waiting", "等待读取"
    READY = "ready", "可以确认"
    ASKING = "asking", "需要回答"
    REFUSED = "refused", "不能载入"
    KNOWN = "known", "以前已载入"
    CONFIRMING = "confirming", "正在确认"
    CONFIRMED = "confirmed", "已确认"

    @property
    def is_running(self) -> bool:
        return self in (LoadedState.WAITING, LoadedState.CONFIRMING)

    @property
    def shape(self) -> str:
        """The state whose tag it takes (accounts.templatetags.status)."""
        return {
            LoadedState.ASKING: "triangle",
            LoadedState.REFUSED: "alert",
            LoadedState.CONFIRMED: "tick",
            LoadedState.READY: "half",
        }.get(self, "ring")


class Asked(models.TextChoices):
    """What a file of a loaded mailbox asks first."""

    SOCIETY = "society", "哪个学会"
    TWIN = "twin", "用哪个文件"
    CELLS = "cells", "几格内容"
