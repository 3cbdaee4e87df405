"""申辩书: a society answers its notice within the days that it has; the committee decides."""

from accounts.enums import Role
from filings.enums import Move, Purpose, State
from filings.plain_kinds import PlainKind
from ledger.inspection import actions
from ledger.inspection.models import Notice
from ledger.inspection.queries import defence_of, defence_problem, open_notice
from ledger.inspection.schemas import DefenceSchema


class DefenceKind(PlainKind):
    def start(self, society):
        document = self.blank(society)
        notices = Notice.objects.filter(proposal__society=society).select_related("document")
        if notice := notices.first():
            document["cells"]["notice"] = str(notice.document)
        return document

    def window_problem(self, *, society, cycle, on):
        if problem := defence_problem(society, cycle, on=on):
            return problem
        standing = defence_of(open_notice(society, cycle))
        # One that was returned is sent again; there is no second one.
        return "本学会已经申辩。" if standing and standing.state != State.RETURNED else ""

    def due(self, filing):
        notice = open_notice(filing.society, filing.cycle)
        return notice.last_day if notice else None

    def on_submit(self, version):
        actions.defend(version.filing)

    def facts(self, filing, *, on):
        notice = (
            Notice.objects.filter(
                proposal__society=filing.society, proposal__inspection__cycle=filing.cycle
            )
            .select_related("document", "proposal")
            .first()
        )
        return [
            ("告知书", f"{notice.document}，{notice.given_on:%Y-%m-%d}告知"),
            ("申辩截止", f"{notice.last_day:%Y-%m-%d} 24时"),
            ("告知的事实", notice.facts),
            ("建议", notice.proposal.get_grade_display()),
        ]

    def effects(self, version, *, on):
        return [
            "采纳或不采纳都通知学会；结论和处理另在年检页面一并决定。",
            "不采纳须写明理由。",
        ]

    def post(self, version, *, values, by, on, choices):
        """Nothing enters the ledger: the decision on result and penalties is another act."""


DEFENCE = DefenceKind(
    code="defence",
    label="申辩书",
    decides=Role.COMMITTEE,
    may_refuse=True,
    schema=DefenceSchema,
    headline="reasons",
    outcome="省科技社团党委采纳或不采纳后通知本会",
    files=(Purpose.EVIDENCE,),
    words={
        Move.APPROVE: "采纳",
        Move.REFUSE: "不采纳",
        State.APPROVED: "已采纳",
        State.REFUSED: "不予采纳",
    },
)
