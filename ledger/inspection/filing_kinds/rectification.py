"""整改报告: what a failed society has mended; approved, its penalties may be lifted."""

from accounts.enums import Role
from filings.enums import WAITING, Purpose
from filings.models import Filing
from filings.plain_kinds import PlainKind
from ledger.inspection import actions
from ledger.inspection.notifications import tell_of_mending
from ledger.inspection.queries import result_to_rectify
from ledger.inspection.schemas import RectificationSchema


class RectificationKind(PlainKind):
    def window_problem(self, *, society, cycle, on):
        result = result_to_rectify(society, on=on)
        if result is None or result.inspection.cycle != cycle:
            return "本学会在这个周期没有须整改的结论。"
        waiting = Filing.objects.filter(kind=self.code, society=society, state__in=WAITING)
        return "整改报告已经提交，正在审核。" if waiting.exists() else ""

    def on_submit(self, version):
        actions.rectify(version.filing)

    def effects(self, version, *, on):
        return ["重新检查各项指标；都已符合的，向省科技社团党委建议解除处理。"]

    def post(self, version, *, values, by, on, choices):
        """Approval is the fact: from it the page of the society proposes what may be lifted."""
        tell_of_mending(version.filing.rectification)


RECTIFICATION = RectificationKind(
    code="rectification",
    label="整改报告",
    decides=Role.REVIEWER,
    schema=RectificationSchema,
    headline="done",
    outcome="批准后由省科技社团党委决定是否解除处理",
    files=(Purpose.EVIDENCE,),
)
