"""What the pages say: figures, headline and rows as the templates take them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ledger.coverage.enums import Cover, Gap, Measure, Progress
from ledger.coverage.figures import Figures
from ledger.coverage.forms import Moment, list_query
from ledger.coverage.rules import next_step
from societies.codes import disciplines, no_org_reasons

HEADLINE = Measure.WORK_DIRECTIVE

DEFINITIONS = (
    (
        Measure.ORGANIZATION_DIRECTIVE,
        "当日有党组织存续的会员学会 ÷ 当日全部会员学会。独立党支部、联合党支部、功能型党小组、"
        "党总支、党委都计入；临时党支部不计入。",
    ),
    (
        Measure.WORK_DIRECTIVE,
        "按工作要点计入组织覆盖的学会，加上省科技社团党委选派的党建联络员在任的学会，"
        "合计 ÷ 当日全部会员学会。",
    ),
    (
        Measure.ORGANIZATION_STATISTICS,
        "同组织覆盖率（按工作要点），但只有功能型党小组的学会不计入：功能型党小组不是党章规定的基层组织。",
    ),
    (
        Measure.WORK_STATISTICS,
        "按党内统计计入组织覆盖的学会，加上党建联络员在任的学会，合计 ÷ 当日全部会员学会。",
    ),
)


def list_url(moment: Moment, **chosen) -> str:
    return f"{reverse('coverage:list')}?{list_query(moment, **chosen)}"


def headline(figures: Figures) -> str:
    """The message of the page in one sentence."""
    rate = figures.rate(HEADLINE)
    if not rate.denominator:
        return "这一天没有会员学会"
    text = f"党的工作覆盖率 {rate.value}%，"
    if rate.is_reached:
        return f"{text}已达到 {rate.goal}% 的目标"
    return f"{text}距 {rate.goal}% 还差 {rate.missing} 个学会"


def rate_figure(figures: Figures, measure: Measure, moment: Moment) -> dict:
    """The parameters of components/figure.html for one of the four numbers."""
    rate = figures.rate(measure)
    return {
        "label": measure.label.partition("（")[0],
        "rate": rate,
        "numerator_url": list_url(moment, of=measure.value),
        "denominator_url": list_url(moment, of="members"),
        "gap": "已达到目标" if rate.is_reached else f"还差 {rate.missing} 个学会",
        "parts": [{"x": 0, "width": rate.width, "tone": 1}],
        "goal_label": f"目标 {rate.goal}%（{rate.needed} 个）",
        "how_url": f"#how-{measure.value}",
    }


# Shapes of components/status_tag.html.
TAGS = {
    Progress.NOT_FILED: "ring",
    Progress.DRAFT: "ring",
    Progress.SUBMITTED: "half",
    Progress.IN_REVIEW: "half",
    Progress.RETURNED: "alert",
    Progress.APPROVED: "tick",
}


@dataclass(frozen=True)
class SocietyRow:
    """A society in a list: codes as words, no personal data, no free text."""

    name: str
    discipline: str
    cover: str
    progress: str
    tag: str
    is_late: bool
    reason: str
    next_step: str


def society_row(society, on: date) -> SocietyRow:
    """A society annotated by queries.societies_on."""
    uncovered = society.cover in (Cover.NONE, Cover.LIAISON)
    code = society.no_org_reason_code if uncovered else ""
    return SocietyRow(
        name=society.name_on(on),
        discipline=disciplines().name(society.discipline),
        cover=Cover(society.cover).label,
        progress=Progress(society.progress).label,
        tag=TAGS.get(society.progress, ""),
        is_late=society.is_late,
        reason=no_org_reasons().name(code),
        next_step=next_step(Gap(society.gap), code, society.advised),
    )
